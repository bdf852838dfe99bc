"""Closed by default: every address of the site, as nobody, as each role, and as a coordinator of another region."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from bot.review.poort import SINDS
from tests.review.conftest import PASSWORD, Store

OPEN, LOGIN, REFUSED, ABSENT = "open", "login", "refused", "absent"
KAMPEN = "regio/kampen.yml"
C, R, B = "coordinator", "redacteur", "beheerder"

TABLE: list[tuple[str, str, set[str], bool]] = [
    # name, method, roles that may, whether it belongs to the region of Kampen
    ("start", "get", {C, R, B}, False),
    ("afmelden", "post", {C, R, B}, False),
    ("tweede_factor", "get", {C, R, B}, False),
    ("gesprekken", "get", {C, B}, False),
    ("volgende", "get", {C, B}, False),
    ("gesprek", "get", {C, B}, True),
    ("staat", "post", {C, B}, True),
    ("labels", "post", {C, B}, True),
    ("notitie", "post", {C, B}, True),
    ("oordeel", "post", {C, B}, True),
    ("tweede_blik", "get", {C, B}, False),
    ("leren", "get", {C, B}, False),
    ("kandidaat", "post", {C, B}, True),
    ("leren_export", "get", {B}, False),
    ("cijfers", "get", {C, R, B}, False),
    ("cijfers_svg", "get", {C, R, B}, False),
    ("cijfers_csv", "get", {C, R, B}, False),
    ("routekaart", "get", {C, R, B}, False),
    ("te_controleren", "get", {C, R, B}, False),
    ("gecontroleerd", "post", {C, R, B}, True),
    ("bestand", "get", {C, R, B}, False),
    ("geschiedenis", "get", {C, R, B}, False),
    ("download", "get", {C, R, B}, False),
    ("organisatie", "get", {C, R, B}, True),
    ("tekst", "get", {C, R, B}, True),
    ("terug", "post", {C, R, B}, True),
    ("wijziging", "get", {C, R, B}, True),
    ("verbeteren", "get", {C, R, B}, True),
    ("inzage", "get", {B}, False),
    ("nakijken", "post", {B}, False),
]
PUBLIC = {"gezond", "aanmelden"}
HIDDEN = ("gesprek", "staat", "labels", "notitie", "oordeel", "kandidaat")
"""What belongs to another region does not exist for a coordinator."""


@pytest.fixture
def address(talks: Store, user: Callable[..., Any], routekaart: Path) -> Callable[[str], tuple[str, dict[str, Any]]]:
    """Address and form of each view, for things of the region Kampen."""
    from bot.review import redactie
    from bot.review.models import Beurt, Gesprek, Kandidaat, Wijziging

    other = user("iemand", B)
    turn = Beurt.objects.get(tekst__startswith="Een jongen")
    text = redactie.read(KAMPEN)
    candidate = Kandidaat.objects.create(beurt=turn, regio="kampen", tekst=turn.tekst, zorgvraag="rouw", voorgesteld_door=other)
    values = {"bestand": KAMPEN, "titel": "iets", "auteur": other, "weg": ["naam"], "oud": "Kampen", "nieuw": "Kampen!"}
    change = Wijziging.objects.create(**values)
    done = Wijziging.objects.create(**values, staat="gepubliceerd", voor=text, na=text, besloten_op="2026-01-01T00:00Z")
    gesprek = Gesprek.objects.get(nummer="a").pk
    arguments: dict[str, list[Any]] = {
        **{name: [gesprek] for name in ("gesprek", "staat", "labels", "notitie")},
        "oordeel": [turn.pk],
        "kandidaat": [candidate.pk],
        "terug": [done.pk],
        "wijziging": [change.pk],
        "verbeteren": [change.pk],
        **{name: ["per-week"] for name in ("cijfers_svg", "cijfers_csv")},
        **{name: [KAMPEN] for name in ("bestand", "geschiedenis", "download", "organisatie", "tekst")},
    }
    forms = {
        "staat": {"staat": "bekeken"},
        "oordeel": {"contact_goed": "ja", "zorgvraag": "pesten"},
        "kandidaat": {"actie": "afwijzen"},
        "gecontroleerd": {"bestand": KAMPEN, "plek": "99", "naam": "x"},
    }

    def find(name: str) -> tuple[str, dict[str, Any]]:
        query = "?weg=afspraken.0" if name == "tekst" else ""
        return reverse(name, args=arguments.get(name, [])) + query, forms.get(name, {})

    return find


def outcome(client: Client, method: str, url: str, form: dict[str, Any]) -> str:
    response = getattr(client, method)(url, form)
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("aanmelden")) and "afmelden" not in url:
        return LOGIN
    return {403: REFUSED, 404: ABSENT}.get(response.status_code, OPEN)


def test_the_table_names_every_address() -> None:
    names = {pattern.name for pattern in get_resolver().url_patterns}
    assert names == {row[0] for row in TABLE} | PUBLIC


@pytest.mark.parametrize(("name", "method", "rollen", "regional"), TABLE, ids=[row[0] for row in TABLE])
def test_who_may_go_where(
    name: str, method: str, rollen: set[str], regional: bool, address: Callable[[str], Any], enter: Callable[..., Client]
) -> None:
    url, form = address(name)
    expected = {rol: OPEN if rol in rollen else REFUSED for rol in (R, C, B)}
    elsewhere = expected[C]
    if regional and C in rollen:
        elsewhere = ABSENT if name in HIDDEN else REFUSED
    assert outcome(Client(), method, url, form) == (OPEN if name == "afmelden" else LOGIN)
    assert outcome(enter("elders", C, "zwolle"), method, url, form) == elsewhere
    with transaction.atomic():  # what one may change, the next finds as it was
        for rol, regios in ((R, []), (C, ["kampen"]), (B, [])):
            point = transaction.savepoint()
            assert (rol, outcome(enter(rol, rol, *regios), method, url, form)) == (rol, expected[rol])
            transaction.savepoint_rollback(point)


@pytest.mark.parametrize("name", [row[0] for row in TABLE if row[0] not in ("afmelden", "tweede_factor")])
def test_without_the_second_factor_nothing_is_open(name: str, address: Callable[[str], Any], enter: Callable[..., Client]) -> None:
    url, form = address(name)
    method = next(row[1] for row in TABLE if row[0] == name)
    response = getattr(enter("half", B, factor=False), method)(url, form)
    assert (response.status_code, response.headers["Location"]) == (302, reverse("tweede_factor"))


def test_a_view_that_opens_nothing_is_closed_for_everybody(enter: Callable[..., Client]) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from bot.review.poort import Poort

    client = enter("b", B)
    request = RequestFactory().get("/nieuw/")
    request.session, request.user = client.session, client.get("/").wsgi_request.user  # type: ignore[assignment]
    refused = Poort(lambda request: HttpResponse()).process_view(request, lambda request: HttpResponse("secret"), (), {})
    assert refused is not None and refused.status_code == 403


def test_a_session_ends_however_busy_it_is(enter: Callable[..., Client]) -> None:
    client = enter("b", B)
    assert client.get(reverse("gesprekken")).status_code == 200
    session = client.session
    session[SINDS] = time.time() - settings.SESSION_SECONDS - 1
    session.save()
    assert client.get(reverse("gesprekken")).headers["Location"] == reverse("aanmelden")
    assert client.get(reverse("gesprekken")).headers["Location"].startswith(reverse("aanmelden"))


def test_the_cookie_of_an_idle_session_runs_out(enter: Callable[..., Client]) -> None:
    client = enter("b", B)
    client.get(reverse("gesprekken"))
    session = client.session
    assert 0 < session.get_expiry_age() <= settings.OURS.review_stil_minuten * 60
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session.objects.filter(session_key=session.session_key).update(expire_date=timezone.now())
    assert client.get(reverse("gesprekken")).headers["Location"].startswith(reverse("aanmelden"))


def test_headers_and_cookies(user: Callable[..., Any]) -> None:
    user("b", B)
    response = Client().post(reverse("aanmelden"), {"username": "b", "password": PASSWORD})
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    csp = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in csp and "unsafe" not in csp and "frame-ancestors 'none'" in csp
    assert response.headers["Cache-Control"] == "no-store" or "no-cache" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_without_its_token_does_nothing(user: Callable[..., Any]) -> None:
    user("b", B)
    response = Client(enforce_csrf_checks=True).post(reverse("aanmelden"), {"username": "b", "password": PASSWORD})
    assert response.status_code == 403
    assert "verlopen" in response.content.decode()


def test_a_next_address_elsewhere_is_not_followed(user: Callable[..., Any]) -> None:
    user("b", B)
    form = {"username": "b", "password": PASSWORD, "next": "https://elders.nl/"}
    assert Client().post(reverse("aanmelden"), form).headers["Location"] == reverse("start")
