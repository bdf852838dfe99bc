"""What an advice always says (A1-A10), each line over every advice that can be given.

`always` checks the patterns of data/routekaart/regels.yml, and that an advice without those words would be caught.
"""

from __future__ import annotations

import dataclasses
import re

from bot.routekaart import Advies
from tests.routekaart.regelboek import Regelboek


def test_a1_where_a_child_is_in_danger_112_stands_in_the_first_line(boek: Regelboek) -> None:
    boek.always("A1")
    for zorgvraag in boek.kaart.zorgvragen.values():
        first = boek.kaart.routes[zorgvraag.id].eerste_regel
        if zorgvraag.veiligheid:
            assert first and "112" in first.tekst, zorgvraag.id


def test_a2_at_abuse_doubt_is_enough_and_veilig_thuis_answers_without_a_name(boek: Regelboek) -> None:
    boek.always("A2")

    def hidden(advies: Advies) -> list[str]:
        lines = {c.functie: c.uren for c in advies.contacten}
        return [] if advies.zorgvraag != "kindermishandeling" or "dag en nacht" in (lines.get("veilig_thuis") or "") else ["hours"]

    assert boek.faults(hidden) == []
    assert hidden(dataclasses.replace(boek.one("kindermishandeling"), contacten=()))


def test_a3_what_to_say_to_a_pupil_who_tells(boek: Regelboek) -> None:
    boek.always("A3")
    for zorgvraag in ("kindermishandeling", "suicidaliteit", "grensoverschrijdend_medewerker"):
        assert "geheimhouden" in boek.one(zorgvraag).zin, zorgvraag


def test_a4_at_suicidality_take_it_seriously_ask_openly_stay_and_call_113(boek: Regelboek) -> None:
    boek.always("A4")


def test_a5_at_misconduct_by_staff_the_board_and_the_inspector(boek: Regelboek) -> None:
    boek.always("A5")
    hours = {
        c.uren for advies in boek.on("grensoverschrijdend_medewerker") for c in advies.contacten if c.functie == "vertrouwensinspecteur"
    }
    assert hours == {"werkdagen 8 tot 17 uur"}


def test_a6_in_an_honour_case_no_contact_with_family_and_veilig_thuis_first(boek: Regelboek) -> None:
    boek.always("A6")
    assert {advies.contacten[0].functie for advies in boek.on("eergerelateerd")} == {"veilig_thuis"}


def test_a7_at_absence_the_cause_first_and_the_threshold_in_full(boek: Regelboek) -> None:
    boek.always("A7")


def test_a8_who_gives_consent_and_when_it_is_not_needed(boek: Regelboek) -> None:
    boek.always("A8")

    def half(advies: Advies) -> list[str]:
        text = advies.toestemming.tekst
        return [text] if "16 jaar" in text and "ouders" not in text.lower() else []

    assert boek.faults(half) == []
    advies = boek.one("ziekteverzuim")
    consent = dataclasses.replace(advies.toestemming, tekst="Vanaf 16 jaar beslist de leerling zelf.")
    assert half(dataclasses.replace(advies, toestemming=consent))


def test_a9_every_advice_names_its_sources(boek: Regelboek) -> None:
    """The closing line ("Dit is een hulpmiddel …") and the warning beside a number are tested in tests/channels."""

    def unsourced(advies: Advies) -> list[str]:
        return [] if advies.bronnen and all(bron.titel for bron in advies.bronnen) else ["no source"]

    assert boek.faults(unsourced) == []
    assert unsourced(dataclasses.replace(boek.one("pesten"), bronnen=()))


def test_a10_where_a_contact_is_not_known_the_advice_says_whom_to_ask(boek: Regelboek) -> None:
    """What the chat says when it finds no route is tested in tests/gesprekken/niet_begrepen."""

    def dead_end(advies: Advies) -> list[str]:
        return [c.functie for c in advies.contacten if c.organisatie is None and not re.search(r"\bVraag je \w+", c.waarvoor)]

    assert boek.faults(dead_end) == []
    advies = boek.one("ongeoorloofd_verzuim")
    empty = dataclasses.replace(advies.contacten[0], organisatie=None, waarvoor="Voor advies.")
    assert dead_end(dataclasses.replace(advies, contacten=(empty,))) == ["leerplicht"]


def test_every_line_has_a_test_here(boek: Regelboek) -> None:
    numbers = {match[1].upper() for name in globals() if (match := re.match(r"test_(a\d+)_", name))}
    assert numbers == {f"A{n}" for n in range(1, 11)}
    assert {p.regel for p in boek.regels.moet if p.regel.startswith("A")} <= numbers
