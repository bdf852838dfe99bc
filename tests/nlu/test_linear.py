"""The linear model on a small invented set: what it learns, its scores and shares, and that it is the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from bot.nlu.linear import LinearModel, fit_machines, softmax
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
    assert MODEL.labels[MODEL.scores(VECTORS.transform([text]))[0].argmax()] == label


def test_labels_are_known_once_each() -> None:
    assert sorted(MODEL.labels) == sorted(EXAMPLES)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.floats(0.05, 5))
def test_shares_add_up_to_one_and_keep_the_order(text: str, temperature: float) -> None:
    scores = MODEL.scores(VECTORS.transform([text]))
    shares = softmax(scores, temperature)[0]
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)
    assert (shares >= 0).all()
    assert shares[scores[0].argmax()] == shares.max()


@settings(max_examples=50, deadline=None)
@given(ANY_TEXT)
def test_the_same_text_twice_gives_the_same(text: str) -> None:
    first, second = (MODEL.scores(VECTORS.transform([text])) for _ in range(2))
    assert np.array_equal(first, second)


@settings(max_examples=50, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_the_neighbours_in_a_batch_change_nothing(texts: list[str]) -> None:
    together = MODEL.scores(VECTORS.transform(texts))
    alone = [MODEL.scores(VECTORS.transform([text]))[0] for text in texts]
    assert np.allclose(together, np.stack(alone), atol=1e-5)


def test_training_twice_gives_the_same_model() -> None:
    again = LinearModel.fit(ROWS, LABELS)
    assert np.array_equal(again.scores(ROWS), MODEL.scores(ROWS))


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
    assert np.allclose(loaded.scores(rows), MODEL.scores(rows), atol=5e-3)


def test_a_loaded_model_gives_identical_scores(loaded: LinearModel) -> None:
    assert np.array_equal(loaded.scores(ROWS), MODEL.scores(ROWS))


def test_a_model_that_was_saved_and_loaded_twice_is_identical(loaded: LinearModel, tmp_path: Path) -> None:
    loaded.save(tmp_path)
    assert np.array_equal(LinearModel.load(tmp_path).scores(ROWS), loaded.scores(ROWS))


def test_a_label_that_is_present_beside_the_leading_one_is_learned() -> None:
    """Without its own mark, "regen" in a message about fruit counts against the weather."""
    texts, labels = [*TEXTS, "appels in de regen", "een peer in de harde regen"], [*LABELS, "fruit", "fruit"]
    rows = VECTORS.transform(texts)
    marked = LinearModel.fit(rows, labels, [*[()] * len(TEXTS), ("weer",), ("weer",)])
    unmarked = LinearModel.fit(rows, labels)
    weer = marked.labels.index("weer")
    new = VECTORS.transform(["een appel in de regen"])
    assert marked.scores(new)[0, weer] > unmarked.scores(new)[0, weer]


def test_rows_that_lie_unsorted_are_learned_whole() -> None:
    """scipy sorts a row in place when it is copied; two threads that did so at once lost features, or failed."""
    rows, columns = 20_000, 400
    indices = np.tile(np.arange(columns, dtype=np.int32)[::-1], rows)
    data = np.random.default_rng(1).random(rows * columns, dtype=np.float32)
    unsorted = csr_matrix((data, indices, np.arange(rows + 1, dtype=np.int32) * columns), shape=(rows, columns))
    expected = unsorted.toarray()
    fit_machines(unsorted, csr_matrix(np.arange(rows)[:, None] % 8 == np.arange(8)), max_iter=1)
    assert unsorted.nnz == data.size and np.array_equal(unsorted.toarray(), expected)


def test_one_machine_a_column() -> None:
    weights, bias = fit_machines(ROWS, csr_matrix([[label == "weer"] for label in LABELS]))
    assert weights.shape == (ROWS.shape[1], 1) and bias.shape == (1,)
    assert (VECTORS.transform(["veel regen en wind"]) @ weights + bias)[0, 0] > (VECTORS.transform(["een rijpe peer"]) @ weights + bias)[
        0, 0
    ]
