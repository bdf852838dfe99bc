"""Figures of the dashboard: right, of one's own regions, and never of a small group."""

from __future__ import annotations

import csv
import dataclasses
import io
import xml.etree.ElementTree as ET
from typing import Any, Callable

import pytest
from django.test import Client
from django.urls import reverse

from bot.review import cijfers
from bot.review.cijfers import Blik, Tabel
from bot.review.tekening import draw
from tests.review.conftest import NOW, Store, turn


@pytest.fixture
def many(store: Store, lezer: Any, routekaart: Any) -> Store:
    """Seven conversations on pesten in Kampen, six on scheiding in Zwolle without contact, three on rouw in Kampen."""
    for n in range(7):
        store.write(turn(f"p{n}", "gepest", when=NOW - 100 - n))
        store.write(turn(f"p{n}", "nog eens gepest", when=NOW - 50 - n))
    for n in range(6):
        store.write(turn(f"z{n}", "scheiden", "scheiding", "Zwolle", when=NOW - 200 - n, organisatie=None))
    for n in range(3):
        store.write(turn(f"r{n}", "opa is dood", "rouw", when=NOW - 300 - n, safety=True))
    lezer.read()
    return store


def of(tabel: Tabel) -> dict[str, tuple[int | None, ...]]:
    return dict(tabel.rijen)


def test_counts(many: Store, user: Callable[..., Any]) -> None:
    blik = Blik.of(user("b", "beheerder"))
    assert of(cijfers.per_regio(blik)) == {"Kampen": (10,), "Zwolle": (5,)}
    concerns = of(cijfers.per_zorgvraag(blik))
    assert sorted(concerns.values(), key=str) == [(5,), (5,), (None,)]
    assert [values for _, values in cijfers.uitkomsten(blik).rijen] in ([(25, 0, 0)], [(15, 0, 0), (10, 0, 0)])
    assert of(cijfers.contacten(blik)) == {"CJG Kampen": (10,)}
    gaps = of(cijfers.gemist(blik))
    assert list(gaps.values()) == [(5,)] and "Zwolle" in next(iter(gaps))


def test_every_group_below_five_is_hidden_everywhere(many: Store, user: Callable[..., Any]) -> None:
    blik = Blik.of(user("b", "beheerder"))
    for make in cijfers.TABELLEN.values():
        tabel = make(blik)
        assert not [v for _, values in tabel.rijen for v in values if v is not None and 0 < v < 5], tabel.titel
    assert [cijfers.shown(n) for n in (0, 1, 4, 5, 7, 8, 12, 13)] == [0, None, None, 5, 5, 10, 10, 15]


def test_no_period_is_offered_that_shows_the_same_as_a_shorter_one(enter: Callable[..., Client], settings: Any) -> None:
    client = enter("b", "beheerder")
    for days, offered in ((20, [4]), (30, [4, 12]), (84, [4, 12]), (100, [4, 12, 26]), (400, [4, 12, 26])):
        settings.OURS = dataclasses.replace(settings.OURS, bewaar_dagen=days)
        page = client.get(reverse("cijfers"))
        assert [n for n, _, _ in page.context["weken"]] == offered
        assert (f"alles ({days} dagen)" in page.content.decode()) == (days < 400)


def test_a_small_group_cannot_be_worked_out(store: Store, lezer: Any, routekaart: Any, user: Callable[..., Any]) -> None:
    """Beside ten others, one or two of them look alike in every table with every filter, and so do three or four."""
    bea = user("b", "beheerder")
    for n in range(10):
        store.write(turn(f"p{n}", "gepest", when=NOW - 100))
    views = []
    for n in range(4):
        store.write(turn(f"r{n}", "opa is dood", "rouw", "Zwolle", when=NOW - 100))
        lezer.read()
        filters = [Blik.of(bea, regio, weken) for regio in ("", "kampen", "zwolle", "zonder_regio") for weken in (4, 12, 26)]
        views.append([make(blik) for make in cijfers.TABELLEN.values() for blik in filters])
    assert views[0] == views[1] != views[2] == views[3]


def test_groups_that_show_the_same_stand_in_the_order_of_their_names(many: Store, user: Callable[..., Any]) -> None:
    labels = [label for label, _ in cijfers.per_zorgvraag(Blik.of(user("b", "beheerder"))).rijen]
    assert labels[:2] == sorted(labels[:2])


def test_a_coordinator_sees_her_regions_only(many: Store, user: Callable[..., Any]) -> None:
    els = user("els", "coordinator", "zwolle")
    assert of(cijfers.per_regio(Blik.of(els))) == {"Zwolle": (5,)}
    assert of(cijfers.per_regio(Blik.of(els, "kampen"))) == {"Zwolle": (5,)}
    assert of(cijfers.contacten(Blik.of(els))) == {}


def test_older_than_the_period_does_not_count(many: Store, user: Callable[..., Any]) -> None:
    import datetime as dt

    from django.utils import timezone

    later = timezone.now() + dt.timedelta(weeks=5)
    assert cijfers.per_regio(Blik.of(user("b", "beheerder"), weken=4, now=later)).rijen == ()


def test_csv(many: Store, enter: Callable[..., Client]) -> None:
    answer = enter("b", "beheerder").get(reverse("cijfers_csv", args=["per-zorgvraag"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["", "gesprekken"] and [row[1] for row in rows[1:]] == ["5", "5", "minder dan 5"]


def test_a_cell_never_becomes_a_formula() -> None:
    from bot.review.views.cijfers import _safe

    assert [_safe(text) for text in ("=1+1", "@x", "-1", "gewoon")] == ["'=1+1", "'@x", "'-1", "gewoon"]


@pytest.mark.parametrize("soort", ["liggend", "staand", "gestapeld"])
def test_a_plot_is_svg_with_its_text_and_without_hidden_counts(soort: str) -> None:
    tabel = Tabel("Titel", "", ("een", "twee"), (("ma", (12, 7)), ("<b>di</b>", (None, 0))), soort)
    svg = draw(tabel)
    root = ET.fromstring(svg)
    texts = "".join(root.itertext())
    assert root.tag.endswith("svg") and "<b>di</b>" in texts and "Titel" in texts
    assert ("minder dan 5" in texts) == (soort == "liggend")
    assert "<script" not in svg


def test_an_unknown_figure_is_not_there(enter: Callable[..., Client]) -> None:
    assert enter("b", "beheerder").get(reverse("cijfers_svg", args=["geheim"])).status_code == 404
