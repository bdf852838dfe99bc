"""Sender ids say nothing about a person."""

from __future__ import annotations

import pytest

from bot.privacy.pseudonym import pseudonym, random_id

KEY = "k" * 32


def test_the_same_person_and_key_give_the_same_id() -> None:
    assert pseudonym("29:teacher", KEY) == pseudonym("29:teacher", KEY)


def test_another_key_gives_another_id() -> None:
    assert pseudonym("29:teacher", KEY) != pseudonym("29:teacher", "o" * 32)


def test_the_id_holds_nothing_of_the_person() -> None:
    assert "teacher" not in pseudonym("teacher", KEY)
    assert len(pseudonym("teacher", KEY)) == 32


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="Mend"):
        pseudonym("teacher", "short")


def test_random_ids_differ() -> None:
    assert len({random_id() for _ in range(100)}) == 100
