"""Text to features: what spelling does not change, and that a saved vectoriser gives identical rows."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.vectors import Vectors, plain

TEXTS = [
    "de leerling is vaak te laat op school",
    "zij durft niet meer naar de les",
    "hij heeft ruzie op het plein met 3 jongens",
    "de ouders gaan scheiden, hij is er stil van",
    "een meisje uit de klas eet bijna niets meer!!",
    "de leerling komt al 2 weken niet op school",
]
FITTED = Vectors()
ROWS = FITTED.fit_transform(TEXTS)

PLAIN = [
    ("DE LEERLING", "de leerling", "capitals"),
    ("coördinator", "coordinator", "an accent"),
    (unicodedata.normalize("NFD", "coördinator"), "coordinator", "the same accent as a separate sign"),
    ("IB’er", "ib'er", "a curly apostrophe"),
    ("IB`er", "ib'er", "a backtick"),
    ("groep 8 en klas 2024", "groep 0 en klas 0", "every number is one sign"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PLAIN, ids=[row[2] for row in PLAIN])
def test_plain(text: str, expected: str, reason: str) -> None:
    assert plain(text) == expected


ALIKE = [
    ("de leerling is vaak te laat", "DE LEERLING IS VAAK TE LAAT", "capitals"),
    ("hij durft één les niet", "hij durft een les niet", "accents"),
    ("met 3 jongens op het plein", "met 17 jongens op het plein", "another number"),
]


@pytest.mark.parametrize(("one", "other", "reason"), ALIKE, ids=[row[2] for row in ALIKE])
def test_spelling_does_not_change_the_row(one: str, other: str, reason: str) -> None:
    rows = FITTED.transform([one, other])
    assert rows[0].nnz > 0
    assert (rows[0] != rows[1]).nnz == 0


def test_different_sentences_have_different_rows() -> None:
    rows = FITTED.transform(TEXTS)
    assert all((rows[n] != rows[0]).nnz > 0 for n in range(1, len(TEXTS)))


def test_transform_gives_the_rows_of_the_fit() -> None:
    assert np.allclose(FITTED.transform(TEXTS).toarray(), ROWS.toarray(), atol=1e-6)


def test_each_half_of_a_row_has_length_one() -> None:
    words = len(FITTED._terms["words"])
    for half in (ROWS[:, :words], ROWS[:, words:]):
        assert np.allclose(np.sqrt(half.multiply(half).sum(axis=1)), 1.0, atol=1e-5)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    folder: Path = tmp_path_factory.mktemp("vectors")
    FITTED.save(folder)
    return Vectors.load(folder)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=100), st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=12).map(" ".join)))
def test_a_loaded_vectoriser_gives_the_same_rows(loaded: Vectors, text: str) -> None:
    one, other = FITTED.transform([text]), loaded.transform([text])
    assert one.shape == other.shape
    assert np.allclose(one.toarray(), other.toarray(), atol=1e-6)


def test_a_loaded_vectoriser_gives_identical_rows(loaded: Vectors) -> None:
    assert np.array_equal(FITTED.transform(TEXTS).toarray(), loaded.transform(TEXTS).toarray())
