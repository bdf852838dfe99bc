"""Organisations, functions and people in school that a message names."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.organisations import OrganisationExtractor
from bot.routekaart import Routekaart

ORGANISATIONS = OrganisationExtractor()


def found(text: str) -> list[tuple[str, str]]:
    return [(item["entity"], item["value"]) for item in ORGANISATIONS.find(text, Message())]


NAMED = [
    ("wat doet het CJG", [("functie", "jeugdhulp_toegang")], "a local name in capitals"),
    ("jgt", [("functie", "jeugdhulp_toegang")], "another local name of the same function"),
    ("het nummer van Veilig Thuis", [("functie", "veilig_thuis")], "two words"),
    ("de leerplichtambtenaar", [("functie", "leerplicht")], "the person for the function"),
    ("wat is rmc", [("functie", "doorstroompunt")], "an old name"),
    ("bel 112", [("functie", "nood")], "a number that is a name"),
    ("wat doet een zoco", [("rol_in_school", "zorgcoordinator")], "a short name inside school"),
    ("de zorgcoördinator", [("rol_in_school", "zorgcoordinator")], "with an accent"),
    ("de vertrouwenspersoon", [("rol_in_school", "vertrouwenspersoon")], "somebody in school"),
    ("de vertrouwensinspecteur", [("functie", "vertrouwensinspecteur")], "a look-alike outside school"),
    ("schoolmaatschappelijk werk", [("functie", "schoolmaatschappelijk_werk")], "the longer name wins over the shorter"),
    ("maatschappelijk werk", [("functie", "maatschappelijk_werk")], "the shorter name alone"),
    (
        "verschil tussen de ggd en leerplicht",
        [("functie", "jeugdgezondheidszorg"), ("functie", "leerplicht")],
        "two, from left to right",
    ),
    ("nummer 1122", [], "112 inside a longer number"),
    ("hij is leerplichtig", [], "the beginning of another word"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NAMED, ids=[row[2] for row in NAMED])
def test_what_is_named(text: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert found(text) == expected


WORDS = [
    ("hij doet niet mee", "the particle mee, not MEE"),
    ("ze hecht veel waarde aan haar vriendin", "the verb, not Hecht"),
    ("dat is de kern van het probleem", "the noun, not De Kern"),
]


@pytest.mark.parametrize(("text", "reason"), WORDS, ids=[row[1] for row in WORDS])
def test_an_ordinary_word_is_no_organisation(text: str, reason: str) -> None:
    assert found(text) == []


def test_the_partnership_of_secondary_schools() -> None:
    assert found("het samenwerkingsverband vo") == [("functie", "samenwerkingsverband_vo")]


def test_every_name_of_a_function_gives_that_or_an_equally_named_function(kaart: Routekaart) -> None:
    for key, functie in kaart.landelijk.functies.items():
        for name in (functie.naam, *functie.ook_bekend_als):
            others = {
                other
                for other, item in kaart.landelijk.functies.items()
                if name.lower() in {n.lower() for n in (item.naam, *item.ook_bekend_als)}
            }
            (first, *rest) = found(name)
            assert first[1] in others and not rest, (key, name)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(ORGANISATIONS._value)), st.text(max_size=80))
@example("", "halt", "")
@example("cjg jeugdartſ", "ggd", "")
def test_offsets_are_right_for_any_text(before: str, name: str, after: str) -> None:
    """A capital makes an ordinary word ("halt") the name; a letter that only looks alike (a long s) breaks nothing."""
    text = f"{before} {name.upper() if name in ORGANISATIONS._words else name} {after}"
    items = ORGANISATIONS.find(text, Message())
    assert items
    for item in items:
        assert ORGANISATIONS._value[text[item["start"] : item["end"]].lower()] == (item["entity"], item["value"])
