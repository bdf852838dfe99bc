"""Typing errors: what is mended, and what is left as the teacher typed it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.nlu.spelling import Spelling
from bot.nlu.vectors import plain

TEXTS = ["een meisje wordt gepest", "hij wordt weer gepest", "gepest in de kleedkamer", "gepast antwoord", "de school is vér"] * 2
SPELLING = Spelling.learn([*TEXTS, "zeldzaam"])


@pytest.mark.parametrize(
    ("typed", "read", "reason"),
    [
        ("werd ze gepset", "werd ze gepest", "two letters swapped"),
        ("GEPESST", "gepest", "one twice, in capitals"),
        ("gepst", "gepest", "of two words that are one error away the commoner"),
        ("gepast", "gepast", "a word that a message holds"),
        ("zeldzame zeldzaan", "zeldzame zeldzaan", "a word that one message holds is no mend"),
        ("gpsst", "gpsst", "two errors"),
        ("een meisje", "een meisje", "nothing to mend"),
        ("wrdt [naam 1]!", "wordt [naam 1]!", "signs around it stay"),
        ("hi jis", "hi jis", "short words stay"),
        ("школа 12345", "школа 12345", "another script, and numbers"),
        ("", "", "empty"),
    ],
)
def test_mends_one_error_in_an_unknown_word(typed: str, read: str, reason: str) -> None:
    assert SPELLING(typed) == read, reason


@given(st.text())
def test_changes_unknown_words_only_and_by_one_error(text: str) -> None:
    known = {word for line in TEXTS for word in plain(line).split()}
    before, after = text.split(), SPELLING(text).split()
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        if one != other:
            assert plain(one) not in known
            assert not one.isalpha() or OSA.distance(plain(one), other) == 1


def test_a_message_of_unknown_words_is_left_alone() -> None:
    nonsense = " ".join(f"zwoef{letter}{other}" for letter in "abcdef" for other in "abcdef")
    assert SPELLING(f"gepset {nonsense}") == f"gepset {nonsense}"


def test_remembers_what_it_learned(tmp_path: Path) -> None:
    SPELLING.save(tmp_path / "woorden.json")
    assert Spelling.load(tmp_path / "woorden.json")("gepset") == "gepest"


def test_mends_nothing_before_it_learned() -> None:
    assert Spelling()("gepset") == "gepset"


@pytest.mark.parametrize(
    ("text", "known"), [("wie wordt er gepest", True), ("zeldzaam", True), ("qq zwiebel", False), ("", False), ("12", False)]
)
def test_tells_words_from_sounds(text: str, known: bool) -> None:
    assert SPELLING.knows(text) is known
