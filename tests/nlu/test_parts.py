"""Which part of the last advice a follow-up question is about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.channels.cards.text import _PARTS
from bot.nlu.lexicon import read
from bot.nlu.parts import PartExtractor

PARTS = PartExtractor()


def part(text: str) -> str | None:
    found = PARTS.find(text, Message())
    return found[0]["value"] if found else None


QUESTIONS = [
    ("mag dit zonder de ouders?", "toestemming", "a button text"),
    ("heb ik toestemming nodig", "toestemming", "the word itself"),
    ("Hoe pak ik het aan?", "stappen", "a button text"),
    ("en dan?", "stappen", "what comes next"),
    ("wat moet ik doen", "stappen", "what to do"),
    ("wat moet ik juist niet doen", "niet_doen", "one word more turns it around"),
    ("wie bel ik?", "contact", "a button text"),
    ("heb je een mailadres", "contact", "mail"),
    ("hoe zijn ze bereikbaar", "contact", "hours"),
    ("Wat zeg ik tegen de leerling of ouders?", "zin", "a button text"),
    ("hoe begin ik het gesprek", "zin", "the beginning of a talk"),
    ("Het lukt niet", "escalatie", "a button text"),
    ("er is een wachtlijst", "escalatie", "waiting"),
    ("ze hebben niet teruggebeld en ik krijg geen reactie", "escalatie", "no answer"),
    ("welke bronnen zijn dit", "bronnen", "the sources"),
    ("hallo daar", None, "nothing of the advice"),
    ("", None, "nothing at all"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), QUESTIONS, ids=[f"{row[2]}: {row[0]}" for row in QUESTIONS])
def test_the_part_of_a_question(text: str, expected: str | None, reason: str) -> None:
    assert part(text) == expected


MISSED = [
    ("ik heb niks gehoord", "escalatie", "the pattern 'niks (van ge)?hoord' wants 'niks hoord'"),
    ("ze reageren niet", "escalatie", "only the singular 'reageert niet' is listed"),
    ("wat kan ik beter niet doen", "niet_doen", "'beter' is not among the words that may stand before 'niet'"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MISSED, ids=[row[2] for row in MISSED])
def test_everyday_wording(text: str, expected: str, reason: str) -> None:
    assert part(text) == expected


def test_every_part_of_the_word_list_can_be_shown() -> None:
    assert set(read("lexicon", "vervolg.yml")) <= set(_PARTS)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from([row[0] for row in QUESTIONS])).map(" ".join)))
def test_at_most_one_part_with_right_offsets_for_any_text(text: str) -> None:
    found = PARTS.find(text, Message())
    assert len(found) <= 1
    for item in found:
        assert 0 <= item["start"] < item["end"] <= len(text)
