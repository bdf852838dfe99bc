"""The door: what a person types becomes text that Rasa may read, never a command."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.door import clean

ROWS = [
    ("hallo daar", "hallo daar", "ordinary text stays"),
    ("  veel   spaties \n en\tregels ", "veel spaties en regels", "one space between words"),
    ("/opnieuw", "opnieuw", "a command of Rasa"),
    ("/ / //pesten", "pesten", "slashes and spaces by turns"),
    ("\u200b/opnieuw", "opnieuw", "a slash behind an invisible sign"),
    ("\x00/pesten\x07", "pesten", "a slash behind a control character"),
    ("groep 7/8", "groep 7/8", "a slash inside stays"),
    ("ge\u00adpest", "ge pest", "a soft hyphen"),
    ("coördinator 😀", "coördinator 😀", "accents and pictures stay"),
    ("", "", "nothing"),
    ("///", "", "nothing but slashes"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_clean(text: str, expected: str, reason: str) -> None:
    assert clean(text) == expected


ANY_TEXT = st.one_of(st.text(), st.text(alphabet="/ \t\n\x00\u200b\u2028\u00a0a{}"))


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT)
def test_no_command_and_no_control_character_gets_in(text: str) -> None:
    cleaned = clean(text)
    assert not cleaned.startswith("/")
    assert not any(unicodedata.category(letter).startswith("C") for letter in cleaned)
    assert cleaned == cleaned.strip()
    assert len(cleaned) <= len(text)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
