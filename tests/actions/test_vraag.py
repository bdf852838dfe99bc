"""The questions before an advice: only where the answer changes it, none twice, two at most."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from actions import vraag
from bot.routekaart import Routekaart, Schoolsoort, load
from tests.actions.gesprekken import gesprek

ZORGVRAGEN = sorted(load().zorgvragen)


def what_helps(kaart: Routekaart, zorgvraag: str, gemeente: Optional[str], soort: Optional[Schoolsoort]) -> tuple[Any, ...]:
    advies = kaart.advise(zorgvraag, gemeente, soort)
    return advies.contacten, advies.stappen


def organisations(kaart: Routekaart, zorgvraag: str, gemeente: str, soort: Schoolsoort) -> tuple[Any, ...]:
    return tuple((contact.functie, contact.organisatie) for contact in kaart.advise(zorgvraag, gemeente, soort).contacten)


@pytest.mark.parametrize("zorgvraag", ZORGVRAGEN)
def test_the_municipality_is_asked_only_where_it_changes_the_advice(zorgvraag: str, kaart: Routekaart) -> None:
    places = [None, *(g.naam for regio in kaart.regios.values() for g in regio.gemeenten)]
    for soort in Schoolsoort:
        differ = len({what_helps(kaart, zorgvraag, place, soort) for place in places}) > 1
        asked = vraag.next_question(gesprek(("x", zorgvraag), schoolsoort=soort.value, al_gevraagd=["pleger"]), zorgvraag)
        assert (asked == "gemeente") == differ


@pytest.mark.parametrize("zorgvraag", ZORGVRAGEN)
def test_the_kind_of_school_is_asked_only_where_it_leads_to_other_organisations(zorgvraag: str, kaart: Routekaart) -> None:
    for gemeente in ("Kampen", "Lisse", "Nergens"):
        differ = len({organisations(kaart, zorgvraag, gemeente, soort) for soort in Schoolsoort}) > 1
        asked = vraag.next_question(gesprek(("x", zorgvraag), gemeente=gemeente, al_gevraagd=["pleger"]), zorgvraag)
        assert (asked == "schoolsoort") == differ


def test_who_did_it_leads_to_another_advice(kaart: Routekaart) -> None:
    pleger = vraag.route(vraag.PLEGER)
    for zorgvraag in pleger["zorgvragen"]:
        assert vraag.next_question(gesprek(("x", zorgvraag)), zorgvraag) == "pleger"
    routes = {keuze["zorgvraag"] for keuze in pleger["keuzes"].values()}
    assert len({what_helps(kaart, zorgvraag, None, None) for zorgvraag in routes}) == len(routes) > 1


def test_nothing_is_asked_twice_or_after_two_questions() -> None:
    assert vraag.next_question(gesprek(("x", "scheiding"), al_gevraagd=["gemeente", "schoolsoort"]), "scheiding") is None
    assert vraag.next_question(gesprek(("x", "scheiding"), vragen=1), "scheiding") == "gemeente"
    assert vraag.next_question(gesprek(("x", "scheiding"), vragen=2), "scheiding") is None


SAID = [
    ("een docent heeft haar aangeraakt", "medewerker"),
    ("een klasgenoot zat aan hem", "leerling"),
    ("haar stiefvader doet dat", "thuis"),
    ("het gebeurde via snapchat", "online"),
    ("ze is aangerand", None),
]


@pytest.mark.parametrize(("text", "who"), SAID)
def test_who_did_it_may_stand_in_the_message(text: str, who: Optional[str]) -> None:
    assert vraag.said(vraag.PLEGER, [{"text": text}]) == who


QUARREL = [
    ("zijn ouders bekvechten de hele avond", "geweld", "a quarrel: may be violence"),
    ("er is veel ruzie thuis, maar geen klappen", None, "the answer stands in it"),
    ("haar ouders zijn uit elkaar", None, "no quarrel"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), QUARREL, ids=[row[2] for row in QUARREL])
def test_whether_a_quarrel_is_violence_is_asked_only_after_a_quarrel(text: str, expected: Optional[str], reason: str) -> None:
    asked = vraag.next_question(gesprek((text, "scheiding"), gemeente="Kampen", schoolsoort="po"), "scheiding")
    assert asked == expected


ANSWERS = [
    ("alleen schreeuwen", "woorden"),
    ("geen klappen, dat weet ik zeker", "woorden"),
    ("niet alleen met woorden, er vallen ook klappen", "geweld"),
    ("soms gooit hij met spullen", "geweld"),
    ("geen idee", "weet_niet"),
    ("tja", None),
]


@pytest.mark.parametrize(("text", "naam"), ANSWERS)
def test_the_answer_whether_it_is_violence(text: str, naam: Optional[str]) -> None:
    assert vraag.said(vraag.GEWELD, [{"text": text}]) == naam
