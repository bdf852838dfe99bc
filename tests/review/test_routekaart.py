"""The route map on the site: a draft, a second person, the file; checks that block; history; what is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Callable

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from bot.review import redactie
from bot.review.formulieren import OrganisatieForm, TekstForm
from bot.review.models import Wijziging
from bot.review.vervallen import due
from bot.routekaart import load

KAMPEN = "regio/kampen.yml"
NUMMER = "038-999 99 99"
LANG = "Dit is een zin die zo lang is dat geen leraar hem tussen twee lessen nog met een rustig hoofd kan lezen."
"""A sentence that only the whole check refuses: the form takes it."""


def form_of(client: Client, address: str) -> dict[str, Any]:
    """The form as a browser would send it back."""
    form = client.get(address).context["form"]
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False, []):
            found[field.name] = "on" if value is True else value
    return found


def change(client: Client, **fields: Any) -> Wijziging:
    address = reverse("organisatie", args=[KAMPEN]) + "?plek=0"
    client.post(address, {**form_of(client, address), "reden": "nieuw nummer", **fields})
    return Wijziging.objects.order_by("-pk")[0]


def act(client: Client, wijziging: Wijziging, actie: str) -> str:
    text: str = client.post(reverse("wijziging", args=[wijziging.pk]), {"actie": actie}, follow=True).content.decode()
    wijziging.refresh_from_db()
    return text


def test_a_new_number_goes_from_draft_to_answer(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "coordinator", "kampen"), enter("twee", "redacteur")
    before = (routekaart / KAMPEN).read_text(encoding="utf-8")
    draft = change(one, telefoon=NUMMER)
    assert (draft.staat, draft.fouten, (routekaart / KAMPEN).read_text(encoding="utf-8")) == ("concept", [], before)
    act(one, draft, "aanbieden")
    assert draft.staat == "aangeboden"
    assert NUMMER in other.get(reverse("wijziging", args=[draft.pk])).content.decode()
    act(other, draft, "publiceren")
    assert (draft.staat, draft.auteur.username, draft.besloten_door.username) == ("gepubliceerd", "een", "twee")
    contact = load(routekaart).contact("jeugdhulp_toegang", "Kampen")
    assert (contact.telefoon, contact.gecontroleerd_op) == (NUMMER, None)
    after = (routekaart / KAMPEN).read_text(encoding="utf-8")
    assert after.count("#") == before.count("#"), "comments stay"
    assert yaml.safe_load(after.replace(NUMMER, "038-337 00 30")) == yaml.safe_load(before)
    assert not list(routekaart.rglob("*.tmp"))


def test_nobody_publishes_alone_and_a_coordinator_not_at_all(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, colleague = enter("een", "redacteur"), enter("twee", "coordinator", "kampen")
    draft = change(one, telefoon=NUMMER)
    assert "hoort niet bij jouw rol" in act(one, draft, "publiceren")
    act(one, draft, "aanbieden")
    for client in (one, colleague):
        act(client, draft, "publiceren")
        assert draft.staat == "aangeboden"
    assert NUMMER not in (routekaart / KAMPEN).read_text(encoding="utf-8")


def test_what_breaks_a_check_cannot_be_published(routekaart: Path, enter: Callable[..., Client]) -> None:
    """Neither when it is offered, nor when the content changed after that."""
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    before = (routekaart / KAMPEN).read_text(encoding="utf-8")
    bad = change(one, let_op=LANG)
    act(one, bad, "aanbieden")
    assert bad.staat == "concept" and "woorden" in bad.fouten[0]["tekst"]
    Wijziging.objects.filter(pk=bad.pk).update(staat="aangeboden", fouten=[])
    assert "Er is niets veranderd" in act(other, bad, "publiceren")
    assert (bad.staat, (routekaart / KAMPEN).read_text(encoding="utf-8")) == ("aangeboden", before)


def test_an_unknown_source_shows_in_the_draft(routekaart: Path, enter: Callable[..., Client]) -> None:
    draft = change(enter("een", "redacteur"), telefoon=NUMMER, telefoon_bron="bestaat_niet")
    assert "bestaat_niet" in draft.fouten[0]["tekst"]


def test_two_changes_of_the_same_part_do_not_undo_each_other(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    first, second = change(one, telefoon=NUMMER), change(one, email="nieuw@kampen.nl")
    Wijziging.objects.update(staat="aangeboden")
    act(other, first, "publiceren")
    assert "intussen veranderd" in act(other, second, "publiceren")
    assert (first.staat, second.staat) == ("gepubliceerd", "aangeboden")


def test_a_change_finds_its_organisation_after_another_was_removed(routekaart: Path, enter: Callable[..., Client]) -> None:
    one = enter("een", "redacteur")
    address = reverse("organisatie", args=[KAMPEN]) + "?plek=1"
    one.post(address, {**form_of(one, address), "reden": "x", "eigenaar": "Iemand"})
    second = Wijziging.objects.get()
    text = redactie.read(KAMPEN)
    first = redactie.content(KAMPEN)["organisaties"][0]
    without = redactie.apply(text, Wijziging(weg=["organisaties", 0], oud=first, nieuw=None))
    changed = yaml.safe_load(redactie.apply(without, second))["organisaties"][0]
    assert changed["eigenaar"] == "Iemand"


def test_back_to_an_earlier_version(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    before = redactie.read(KAMPEN)
    draft = change(one, telefoon=NUMMER)
    Wijziging.objects.update(staat="aangeboden")
    act(other, draft, "publiceren")
    one.post(reverse("terug", args=[draft.pk]), {"ervoor": "1"})
    back = Wijziging.objects.order_by("-pk")[0]
    assert (back.staat, back.weg) == ("concept", [])
    Wijziging.objects.filter(pk=back.pk).update(staat="aangeboden")
    act(other, back, "publiceren")
    assert redactie.read(KAMPEN) == before
    history = one.get(reverse("geschiedenis", args=[KAMPEN]))
    assert [w.pk for w in history.context["wijzigingen"]] == [back.pk, draft.pk]


def test_a_change_outside_the_site_is_seen(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    draft = change(one, telefoon=NUMMER)
    Wijziging.objects.update(staat="aangeboden")
    act(other, draft, "publiceren")
    page = reverse("bestand", args=[KAMPEN])
    assert "buiten deze site" not in one.get(page).content.decode()
    with (routekaart / KAMPEN).open("a", encoding="utf-8") as file:
        file.write("# from git\n")
    assert "buiten deze site" in one.get(page).content.decode()
    assert one.get(reverse("download", args=[KAMPEN])).content.decode() == redactie.read(KAMPEN)


def test_checked_today(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "coordinator", "kampen")
    page = client.get(reverse("te_controleren"))
    task = page.context["taken"][0]
    assert {t.bestand for t in page.context["taken"]} == {KAMPEN}
    client.post(reverse("gecontroleerd"), {"bestand": task.bestand, "plek": task.plek, "naam": task.naam})
    assert task.naam not in [t.naam for t in due([KAMPEN], dt.date.today())]
    assert task.naam in [t.naam for t in due([KAMPEN], dt.date.today() + dt.timedelta(days=200))]
    assert load(routekaart).contact("jeugdhulp_toegang", "Kampen").gecontroleerd_op == dt.date.today().isoformat()
    assert Wijziging.objects.get().staat == "gepubliceerd"


def test_files_and_functions_are_called_by_their_names(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    page = client.get(reverse("routekaart")).content.decode()
    assert "Duin- en Bollenstreek" in page and "Gedachten aan zelfdoding" in page
    region = client.get(reverse("bestand", args=[KAMPEN])).content.decode()
    assert "De toegang tot jeugdhulp van de gemeente" in region and "jeugdhulp_toegang" not in region
    due_page = client.get(reverse("te_controleren")).content.decode()
    assert "Webadres: https" in due_page and "landelijk.yml" not in due_page.split("<form")[0]


def test_no_file_outside_the_route_map_is_read(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    for name in ("../../etc/passwd", "regels.yml", "regio/../zorgvragen.yml", "bronnen.yml", "regio/niets.yml"):
        assert client.get(reverse("bestand", args=[name])).status_code == 404


def test_a_text_and_a_source(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    address = reverse("tekst", args=["routes/pesten.yml"]) + "?weg=escalatie"
    client.post(address, {**form_of(client, address), "tekst": "Vraag het de directeur.", "reden": "korter"})
    assert Wijziging.objects.get().nieuw["tekst"] == "Vraag het de directeur."
    source = reverse("tekst", args=[KAMPEN]) + "?weg=bronnen"
    client.post(source, {"sleutel": "kampen_gebeld", "titel": "Gebeld met de gemeente", "reden": "gebeld"})
    added = Wijziging.objects.order_by("-pk")[0]
    assert added.fouten == []
    assert yaml.safe_load(redactie.apply(redactie.read(KAMPEN), added))["bronnen"]["kampen_gebeld"]["titel"] == "Gebeld met de gemeente"


@pytest.mark.parametrize("bestand", ["landelijk.yml", *(f"regio/{n}.yml" for n in ("coevorden", "kampen", "zwolle"))])
def test_every_organisation_goes_through_its_form_unchanged(bestand: str, routekaart: Path) -> None:
    """What the form shows and takes back is what stood in the file."""
    data = redactie.content(bestand)
    functies = [(key, key) for key in load(routekaart).landelijk.functies]
    gemeenten = [g["naam"] for g in data.get("gemeenten") or []]
    for organisatie in data["organisaties"]:
        empty = OrganisatieForm(functies, gemeenten, organisatie)
        sent = {field.name: field.value() for field in empty if field.value() not in (None, "", False)}
        form = OrganisatieForm(functies, gemeenten, organisatie, {**sent, "reden": "geen"})
        assert form.is_valid(), (organisatie["naam"], form.errors)
        assert form.part() == organisatie


@pytest.mark.parametrize("bestand", ["landelijk.yml", "regio/zwolle.yml", "routes/pesten.yml"])
def test_the_file_means_the_same_after_any_change_that_changes_nothing(bestand: str, routekaart: Path) -> None:
    text, data = redactie.read(bestand), redactie.content(bestand)
    key = "zin" if "zin" in data else "organisaties"
    new = redactie.apply(text, Wijziging(weg=[key], oud=data[key], nieuw=data[key]))
    assert yaml.safe_load(new) == yaml.safe_load(text)


def test_hours_stay_text_for_a_reader_of_yaml_1_1(routekaart: Path) -> None:
    """08:30 without quotes would be 510 minutes."""
    old = redactie.content(KAMPEN)["organisaties"][1]
    uren = {"tekst": "ma 08:30-17:00", "bron": "kampen_convenant", "blokken": [{"dagen": ["ma"], "van": "08:30", "tot": "17:00"}]}
    text = redactie.apply(redactie.read(KAMPEN), Wijziging(weg=["organisaties", 1], oud=old, nieuw={**old, "uren": uren}))
    assert yaml.safe_load(text)["organisaties"][1]["uren"] == uren


FORM_FAULTS = [
    ({"telefoon": "038-1", "telefoon_bron": ""}, "telefoon_bron", "a number without a source"),
    ({"uren_blokken": "maandag 9 tot 5"}, "uren_blokken", "hours that cannot be read"),
    ({"uren_tekst": "dag", "uren_bron": "x", "uren_blokken": "ma 17:00-08:00"}, "uren_blokken", "closing before opening"),
    ({"functies": ["toveren"]}, "functies", "an unknown function"),
    ({"reden": ""}, "reden", "no reason"),
]


@pytest.mark.parametrize(("fields", "wrong", "reason"), FORM_FAULTS, ids=[row[2] for row in FORM_FAULTS])
def test_faults_stand_at_their_field(fields: dict[str, Any], wrong: str, reason: str) -> None:
    sent = {"naam": "Iets", "functies": ["leerplicht"], "bron": "x", "reden": "x", **fields}
    form = OrganisatieForm([("leerplicht", "leerplicht")], ["Kampen"], None, sent)
    assert not form.is_valid() and wrong in form.errors


def test_a_text_keeps_what_the_form_does_not_show() -> None:
    form = TekstForm({"tekst": "oud", "bron": "S1", "rol": "ib"}, {"tekst": "nieuw", "bron": "S1", "reden": "x"})
    assert form.is_valid()
    assert form.part() == {"tekst": "nieuw", "bron": "S1", "rol": "ib"}
