"""Typing errors are few, small and repeatable, and stand where fingers make them."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.nlu.typing_errors import with_errors

SENTENCE = "Haar tekeningen zijn ineens helemaal zwart"
texts = st.text(st.characters(blacklist_categories=("Cs",)) | st.sampled_from("aeiou .!?\n"), max_size=200)
words = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12), min_size=1, max_size=8)
seeds = st.integers(0, 10_000)


@settings(deadline=None)
@given(texts, seeds)
def test_at_most_two_errors_a_sentence(text: str, seed: int) -> None:
    sentences = len([part for part in re.split(r"[.!?\n]", text) if part])
    assert OSA.distance(text, with_errors(text, random.Random(seed))) <= 2 * sentences


@settings(deadline=None)
@given(words, seeds)
def test_one_or_two_words_of_a_sentence_change_and_only_a_little(sentence: list[str], seed: int) -> None:
    typed = with_errors(" ".join(sentence), random.Random(seed)).split(" ")
    changed = [(word, other) for word, other in zip(sentence, typed, strict=True) if word != other]
    assert 1 <= len(changed) <= 2
    assert all(OSA.distance(word, other) == 1 and word[0] == other[0] for word, other in changed)


@settings(deadline=None)
@given(texts, seeds)
def test_the_same_seed_makes_the_same_errors(text: str, seed: int) -> None:
    assert with_errors(text, random.Random(seed)) == with_errors(text, random.Random(seed))


@pytest.mark.parametrize("text", ["", "ik en hij", "?!", "12345 2026"])
def test_short_words_and_numbers_stay(text: str) -> None:
    assert with_errors(text, random.Random(1)) == text


def test_every_kind_of_error_happens() -> None:
    typed = {with_errors("leerplicht", random.Random(seed)) for seed in range(200)}
    assert {"lerplicht", "leerpplicht", "leerlpicht", "leerplichr"} <= typed
