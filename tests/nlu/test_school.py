"""The kind of school and the role of the writer, from words of the school."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.school import SchoolExtractor
from bot.routekaart import Rol, Schoolsoort

SCHOOL = SchoolExtractor()


def found(text: str, name: str) -> list[str]:
    """The different values of one entity, in the order in which they were found."""
    return list(dict.fromkeys(item["value"] for item in SCHOOL.find(text, Message()) if item["entity"] == name))


KINDS = [
    ("een jongen uit groep 5", ["po"], "a group"),
    ("gr. 3", ["po"], "short for a group"),
    ("combinatiegroep 7/8 of gr 7/8", ["po"], "a combined group"),
    ("ik werk op een basisschool", ["po"], "the word itself"),
    ("een kleuter", ["po"], "a toddler"),
    ("sbo", ["po"], "special primary education"),
    ("in mijn brugklas", ["vo"], "the first year"),
    ("3 havo", ["vo"], "year before level"),
    ("havo 3", ["vo"], "level before year"),
    ("een meisje uit 2b", ["vo"], "a class"),
    ("vmbo-t 2", ["vo"], "a level with its stream"),
    ("praktijkonderwijs", ["vo"], "practical education"),
    ("middelbare school", ["vo"], "the word itself"),
    ("van de basisschool naar de brugklas", ["po", "vo"], "both are named"),
    ("groep 9", [], "there is no such group"),
    ("een groepje van 4", [], "a small group"),
    ("hij is 5 jaar", [], "an age"),
    ("tijdens de gymles", [], "the lesson, not the gymnasium"),
    ("om 4 uur", [], "a time"),
]


@pytest.mark.parametrize(("text", "kinds", "reason"), KINDS, ids=[row[2] for row in KINDS])
def test_the_kind_of_school(text: str, kinds: list[str], reason: str) -> None:
    assert found(text, "schoolsoort") == kinds


ROLES = [
    ("ik ben IB'er", ["intern_begeleider"], "the short name"),
    ("ik ben hier de intern begeleider", ["intern_begeleider"], "the full name"),
    ("als zoco zie ik dit vaak", ["zorgcoordinator"], "als and the short name"),
    ("Ik ben zorgcoördinator", ["zorgcoordinator"], "with an accent"),
    ("ik ben de directeur", ["directie"], "the head"),
    ("ik val in", ["invaller"], "a substitute says it as a verb"),
    ("ik ben maar een invaller", ["invaller"], "a substitute says it as a noun"),
    ("ik ben mentor van 2b", ["mentor"], "a mentor"),
    ("ik ben juf van groep 4", ["leerkracht"], "a teacher"),
    ("de mentor heeft al gebeld", [], "the role of somebody else"),
    ("mijn IB'er weet het niet", [], "the role of somebody else"),
    ("hij viel in de gang", [], "a fall"),
]


@pytest.mark.parametrize(("text", "roles", "reason"), ROLES, ids=[row[2] for row in ROLES])
def test_the_role_of_the_writer(text: str, roles: list[str], reason: str) -> None:
    assert found(text, "rol") == roles


@pytest.mark.parametrize("text", ["dit is al de 2e keer", "het is hun 3e kind"])
def test_an_ordinal_is_no_class(text: str) -> None:
    assert found(text, "schoolsoort") == []


def test_a_curly_apostrophe() -> None:
    assert found("ik ben IB’er", "rol") == ["intern_begeleider"]


def test_two_words_inside_a_separable_verb() -> None:
    assert found("ik val hier vandaag in", "rol") == ["invaller"]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from([row[0] for row in (*KINDS, *ROLES)])).map(" ".join)))
def test_values_and_offsets_are_right_for_any_text(text: str) -> None:
    allowed = {"schoolsoort": {soort.value for soort in Schoolsoort}, "rol": {rol.value for rol in Rol}}
    for item in SCHOOL.find(text, Message()):
        assert item["value"] in allowed[item["entity"]]
        assert 0 <= item["start"] < item["end"] <= len(text)
