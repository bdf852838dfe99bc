"""The sparse row of a message: the same wherever it is made, and without places."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from benchmarks.nlu.trial import example
from bot.nlu.featurizer import KNOWN, SparseFeaturizer, features_of

TEXTS = ["hij komt nooit op tijd", "ze is bang in het donker", "hij is bang voor de hond", "zij komt op tijd naar het plein"]


@pytest.fixture
def stored(tmp_path: Path) -> tuple[LocalModelStorage, Resource]:
    """A featurizer that was trained and saved."""
    storage, resource = LocalModelStorage.create(tmp_path), Resource("kenmerken")
    examples = [example(text + end, "pesten") for text in TEXTS for end in ("", "!", "?")]
    SparseFeaturizer.create({}, storage, resource, None).train(TrainingData(examples))  # type: ignore[arg-type]
    return storage, resource


def load(stored: tuple[LocalModelStorage, Resource]) -> SparseFeaturizer:
    return SparseFeaturizer.load({}, *stored, None)  # type: ignore[arg-type]


def row(stored: tuple[LocalModelStorage, Resource], text: str) -> list[float]:
    return values(load(stored).process([Message({TEXT: text})])[0])


def values(message: Message) -> list[float]:
    return features_of([message]).toarray()[0].tolist()


def test_a_loaded_featurizer_gives_every_message_a_row(stored: tuple[LocalModelStorage, Resource]) -> None:
    messages = load(stored).process([Message({TEXT: text}) for text in TEXTS])
    rows = features_of(messages).toarray().tolist()
    assert len(rows) == len(TEXTS) and all(map(any, rows))
    assert features_of(messages[::-1]).toarray().tolist() == rows[::-1]
    assert features_of([messages[1], *load(stored).process([Message({TEXT: TEXTS[0]})])]).toarray().tolist() == [rows[1], rows[0]]


def test_training_messages_get_the_same_rows(stored: tuple[LocalModelStorage, Resource]) -> None:
    data = load(stored).process_training_data(TrainingData([example(text, "pesten") for text in TEXTS * 3]))  # type: ignore[arg-type]
    assert values(data.intent_examples[0]) == row(stored, data.intent_examples[0].get(TEXT))


def test_a_place_changes_nothing(stored: tuple[LocalModelStorage, Resource]) -> None:
    assert row(stored, "hij is bang in Coevorden") == row(stored, "hij is bang in Kampen")


def test_an_empty_message_has_an_empty_row(stored: tuple[LocalModelStorage, Resource]) -> None:
    assert not any(row(stored, ""))


@pytest.mark.parametrize(("text", "known"), [("een hond blaft", True), ("blafkwaf zwoeb", False), ("", False)])
def test_whether_any_word_is_known(stored: tuple[LocalModelStorage, Resource], text: str, known: bool) -> None:
    assert load(stored).process([Message({TEXT: text})])[0].get(KNOWN) is known
