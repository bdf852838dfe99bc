"""A draft is opened again: what was typed is there, what is wrong stands beside its field, and nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Callable

import yaml
from django.test import Client
from django.urls import reverse

from bot.review import redactie
from bot.review.models import Wijziging
from tests.review.test_routekaart import KAMPEN, LANG, NUMMER, act, change, form_of

PESTEN = "routes/pesten.yml"


def again(wijziging: Wijziging) -> str:
    return reverse("verbeteren", args=[wijziging.pk])


def newest() -> Wijziging:
    return Wijziging.objects.order_by("-pk")[0]


def test_a_number_that_cannot_be_right_is_told_at_the_field_and_makes_no_draft(routekaart: Path, enter: Callable[..., Client]) -> None:
    client, address = enter("een", "redacteur"), reverse("organisatie", args=[KAMPEN]) + "?plek=0"
    page = client.post(address, {**form_of(client, address), "reden": "x", "telefoon": "12", "email": "cjg"})
    errors = page.context["form"].errors
    assert "‘12’ kan niet kloppen. Dit is geen Nederlands telefoonnummer" in errors["telefoon"][0]
    assert "hulp@organisatie.nl" in errors["email"][0]
    assert page.context["form"]["telefoon"].value() == "12"
    assert not Wijziging.objects.exists()


def test_a_fault_of_the_check_stands_beside_its_field_and_is_mended_there(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    bad = change(one, let_op=LANG, telefoon=NUMMER, telefoon_gezien="on", ook_bekend_als="cjg, de brug")
    assert "Lees ze hieronder" in act(one, bad, "aanbieden")
    assert again(bad) in one.get(reverse("wijziging", args=[bad.pk])).content.decode()
    form = one.get(again(bad)).context["form"]
    assert set(form.errors) == {"let_op"} and "woorden" in form.errors["let_op"][0]
    typed = form_of(one, again(bad))
    assert (typed["let_op"], typed["telefoon"], typed["telefoon_gezien"], typed["reden"]) == (LANG, NUMMER, "on", "nieuw nummer")
    one.post(again(bad), {**typed, "let_op": "Bel voor vijf uur."})
    good = newest()
    assert good.pk != bad.pk and not Wijziging.objects.filter(pk=bad.pk).exists()
    assert (good.fouten, good.nieuw["ook_bekend_als"]) == ([], ["cjg", "de brug"])
    act(one, good, "aanbieden")
    act(other, good, "publiceren")
    there = yaml.safe_load((routekaart / KAMPEN).read_text(encoding="utf-8"))["organisaties"][0]
    assert there["let_op"]["tekst"] == "Bel voor vijf uur."
    assert there["telefoon"] == {**there["telefoon"], "waarde": NUMMER, "gecontroleerd_op": dt.date.today()}


def test_what_was_typed_comes_back_as_it_was(routekaart: Path, enter: Callable[..., Client]) -> None:
    client, address = enter("een", "redacteur"), reverse("organisatie", args=[KAMPEN])
    sent: dict[str, Any] = {
        "naam": "De Brug", "functies": ["leerplicht"], "gemeenten": ["Kampen"], "bron": "kampen_convenant",
        "telefoon": NUMMER, "telefoon_bron": "kampen_convenant", "telefoon_gezien": "on",
        "email": "brug@kampen.nl", "email_bron": "kampen_convenant",
        "uren_tekst": "ma en di", "uren_bron": "kampen_convenant", "uren_blokken": "ma di 08:30-17:00", "uren_feestdagen": "on",
        "waarvoor": "Helpt bij verzuim.", "waarvoor_bron": "kampen_convenant, kampen_leerplicht",
        "eigenaar": "Gemeente Kampen", "ook_bekend_als": "brug, de brug", "opmerking": "nieuw", "reden": "erbij gekomen",
    }  # fmt: skip
    client.post(address, sent)
    assert form_of(client, again(newest())) == sent


def test_a_draft_of_yesterday_does_not_say_that_it_was_checked_today(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    draft = change(client, telefoon=NUMMER, telefoon_gezien="on")
    yesterday = (dt.date.today() - dt.timedelta(days=1)).isoformat()
    draft.nieuw["telefoon"]["gecontroleerd_op"] = yesterday
    draft.save()
    client.post(again(draft), {**form_of(client, again(draft)), "eigenaar": "Iemand"})
    assert newest().nieuw["telefoon"]["gecontroleerd_op"] == yesterday


def test_what_others_changed_meanwhile_stays(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    first, second = change(one, telefoon=NUMMER), change(one, email="nieuw@kampen.nl")
    Wijziging.objects.update(staat="aangeboden")
    act(other, first, "publiceren")
    assert "intussen veranderd" in act(other, second, "publiceren")
    typed = form_of(one, again(second))
    assert (typed["telefoon"], typed["email"]) == (NUMMER, "nieuw@kampen.nl")
    one.post(again(second), typed)
    assert (newest().staat, newest().oud["telefoon"]["waarde"], newest().nieuw["email"]["waarde"]) == ("concept", NUMMER, "nieuw@kampen.nl")
    Wijziging.objects.filter(pk=newest().pk).update(staat="aangeboden")
    act(other, newest(), "publiceren")
    assert {NUMMER, "nieuw@kampen.nl"} <= {redactie.content(KAMPEN)["organisaties"][0][name]["waarde"] for name in ("telefoon", "email")}


def test_a_form_that_was_open_while_somebody_else_published_says_so(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    address = reverse("organisatie", args=[KAMPEN]) + "?plek=0"
    page = one.get(address)
    open_form = {**form_of(one, address), "stand": page.context["stand"], "eigenaar": "Iemand", "reden": "x"}
    first = change(one, telefoon=NUMMER)
    Wijziging.objects.update(staat="aangeboden")
    act(other, first, "publiceren")
    answer = one.post(address, open_form)
    assert "Iemand anders veranderde dit intussen" in answer.content.decode()
    assert answer.context["form"]["eigenaar"].value() == "Iemand"
    assert Wijziging.objects.count() == 1


def test_the_part_has_gone(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    draft = change(client, telefoon=NUMMER)
    first = redactie.content(KAMPEN)["organisaties"][0]
    without = redactie.apply(redactie.read(KAMPEN), Wijziging(weg=["organisaties", 0], oud=first, nieuw=None))
    (routekaart / KAMPEN).write_text(without, encoding="utf-8")
    page = client.get(again(draft), follow=True).content.decode()
    assert "staat niet meer in het bestand" in page and NUMMER in page


def test_a_text_a_source_and_a_removal_open_again(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    address = reverse("tekst", args=[PESTEN]) + "?weg=stappen.0"
    client.post(address, {**form_of(client, address), "tekst": LANG, "reden": "beter"})
    act(client, newest(), "aanbieden")
    form = client.get(again(newest())).context["form"]
    assert (form["tekst"].value(), list(form.errors)) == (LANG, ["tekst"])
    source = {"sleutel": "kampen_nieuw", "titel": "Nieuw", "url": "https://www.kampen.nl", "reden": "x"}
    client.post(reverse("tekst", args=[KAMPEN]) + "?weg=bronnen", source)
    assert form_of(client, again(newest())) == source
    client.post(reverse("organisatie", args=[KAMPEN]) + "?plek=0", {"verwijderen": "1", "reden": "weg"})
    page = client.get(again(newest()))
    assert (page.context["form"]["naam"].value(), page.context["form"]["reden"].value()) == (newest().oud["naam"], "weg")


def test_a_new_organisation_with_a_fault_has_it_beside_the_field(routekaart: Path, enter: Callable[..., Client]) -> None:
    client, address = enter("een", "redacteur"), reverse("organisatie", args=[KAMPEN])
    sent = {"naam": "De Brug", "functies": ["leerplicht"], "bron": "kampen_convenant", "reden": "x"}
    client.post(address, {**sent, "waarvoor": "Helpt.", "waarvoor_bron": "bestaat_niet"})
    form = client.get(again(newest())).context["form"]
    assert set(form.errors) == {"waarvoor_bron"} and "bestaat_niet" in form.errors["waarvoor_bron"][0]


def test_a_source_with_a_key_that_is_taken(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    sent = {"sleutel": "kampen_convenant", "titel": "Nieuw", "reden": "x"}
    page = client.post(reverse("tekst", args=[KAMPEN]) + "?weg=bronnen", sent)
    assert page.context["form"].errors["sleutel"] == ["Deze sleutel is er al. Kies een andere."]


def test_what_was_refused_says_why_and_begins_again_beside_the_refusal(routekaart: Path, enter: Callable[..., Client]) -> None:
    one, other = enter("een", "redacteur"), enter("twee", "beheerder")
    draft = change(one, telefoon=NUMMER)
    Wijziging.objects.update(staat="aangeboden")
    assert "Schrijf eerst waarom" in act(other, draft, "afwijzen")
    assert draft.staat == "aangeboden"
    other.post(reverse("wijziging", args=[draft.pk]), {"actie": "afwijzen", "antwoord": "Dit is het oude nummer."})
    assert [w.pk for w in one.get(reverse("routekaart")).context["afgewezen"]] == [draft.pk]
    assert [*other.get(reverse("routekaart")).context["afgewezen"]] == []
    page = one.get(reverse("wijziging", args=[draft.pk])).content.decode()
    assert "Dit is het oude nummer." in page and again(draft) in page
    one.post(again(draft), {**form_of(one, again(draft)), "telefoon": "038-888 88 88"})
    assert (newest().staat, newest().nieuw["telefoon"]["waarde"]) == ("concept", "038-888 88 88")
    assert Wijziging.objects.get(pk=draft.pk).staat == "afgewezen"


def test_what_is_published_is_not_opened_again(routekaart: Path, enter: Callable[..., Client]) -> None:
    client = enter("een", "redacteur")
    draft = change(client, telefoon=NUMMER)
    Wijziging.objects.update(staat="gepubliceerd", besloten_op="2026-01-01T00:00Z")
    assert "kun jij niet verbeteren" in client.get(again(draft), follow=True).content.decode()


def test_the_draft_of_another_is_hers(routekaart: Path, enter: Callable[..., Client]) -> None:
    draft = change(enter("een", "redacteur"), telefoon=NUMMER)
    page = enter("twee", "beheerder").post(again(draft), {"telefoon": "112"}, follow=True).content.decode()
    assert "kun jij niet verbeteren" in page and again(draft) not in page
    assert Wijziging.objects.get().nieuw["telefoon"]["waarde"] == NUMMER
