"""The linear model on a small invented set: what it learns, its confidences, and that it is the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.linear import LinearModel
from bot.nlu.vectors import Vectors

EXAMPLES = {
    "fruit": ["een rode appel", "de peer is zoet", "appels en peren in een mand", "een zoete appel", "rijpe peer", "sap van appels"],
    "weer": ["het regent hard", "veel wind en regen", "morgen schijnt de zon", "regen in de avond", "harde wind", "de zon schijnt"],
    "dieren": ["de hond blaft", "een kat slaapt", "honden en katten", "de kat en de hond", "een blaffende hond", "slapende kat"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]
VECTORS = Vectors()
ROWS = VECTORS.fit_transform(TEXTS)
MODEL = LinearModel.fit(ROWS, LABELS)

ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=10).map(" ".join))

UNSEEN = [
    ("een appel en een peer", "fruit"),
    ("wind, regen en zon", "weer"),
    ("mijn kat en mijn hond", "dieren"),
]


@pytest.mark.parametrize(("text", "label"), UNSEEN)
def test_a_sentence_that_was_not_seen_gets_its_label(text: str, label: str) -> None:
    confidences = MODEL.confidences(VECTORS.transform([text]))[0]
    assert MODEL.labels[confidences.argmax()] == label


def test_labels_are_known_once_each() -> None:
    assert sorted(MODEL.labels) == sorted(EXAMPLES)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_confidences_add_up_to_one(text: str) -> None:
    confidences = MODEL.confidences(VECTORS.transform([text]))[0]
    assert confidences.sum() == pytest.approx(1.0, abs=1e-5)
    assert (confidences >= 0).all()


@settings(max_examples=50, deadline=None)
@given(ANY_TEXT)
def test_the_same_text_twice_gives_the_same(text: str) -> None:
    first, second = (MODEL.confidences(VECTORS.transform([text])) for _ in range(2))
    assert np.array_equal(first, second)


@settings(max_examples=50, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_the_neighbours_in_a_batch_change_nothing(texts: list[str]) -> None:
    together = MODEL.confidences(VECTORS.transform(texts))
    alone = [MODEL.confidences(VECTORS.transform([text]))[0] for text in texts]
    assert np.allclose(together, np.stack(alone), atol=1e-5)


def test_training_twice_gives_the_same_model() -> None:
    again = LinearModel.fit(ROWS, LABELS)
    assert np.array_equal(again.confidences(ROWS), MODEL.confidences(ROWS))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LinearModel:
    folder: Path = tmp_path_factory.mktemp("linear")
    MODEL.save(folder)
    return LinearModel.load(folder)


@settings(max_examples=100, deadline=None)
@given(text=ANY_TEXT)
def test_a_loaded_model_answers_alike(loaded: LinearModel, text: str) -> None:
    rows = VECTORS.transform([text])
    assert loaded.labels == MODEL.labels
    assert np.allclose(loaded.confidences(rows), MODEL.confidences(rows), atol=5e-3)


def test_a_loaded_model_gives_identical_confidences(loaded: LinearModel) -> None:
    assert np.array_equal(loaded.confidences(ROWS), MODEL.confidences(ROWS))


def test_a_model_that_was_saved_and_loaded_twice_is_identical(loaded: LinearModel, tmp_path: Path) -> None:
    loaded.save(tmp_path)
    assert np.array_equal(LinearModel.load(tmp_path).confidences(ROWS), loaded.confidences(ROWS))
