"""The sparse features of a message, made once for every classifier behind it."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, Iterable, List

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.utils import gen_even_slices

from bot.nlu.masks import Masks
from bot.nlu.spelling import Spelling
from bot.nlu.vectors import Vectors

FEATURES = "kenmerken"
"""Message property: its `Row`, as `Vectors` makes it of the masked text."""
SPELLED = "gespeld"
"""Message property: the text with its typing errors mended."""
KNOWN = "bekend"
"""Message property: whether any of its words stands in the training messages."""

_WORDS = "spelling.json"


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Row:
    """One of the rows of all messages that came together: to take it out costs more than to make it."""

    matrix: csr_matrix
    number: int


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SparseFeaturizer(GraphComponent):
    """Words and pieces of words, weighted by tf-idf. Typing errors are mended and places taken out before."""

    def __init__(self, storage: ModelStorage, resource: Resource, vectors: Vectors, spelling: Spelling) -> None:
        self._storage, self._resource, self._vectors, self._spelling, self._mask = storage, resource, vectors, spelling, Masks()

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SparseFeaturizer:
        return cls(model_storage, resource, Vectors(), Spelling())

    def train(self, training_data: TrainingData) -> Resource:
        """Leaves the rows on the messages, so that `process_training_data` need not make them a second time."""
        examples = training_data.intent_examples
        texts = [example.get(TEXT) or "" for example in examples]
        self._spelling = Spelling.learn(texts)
        parts = joblib.Parallel(n_jobs=-1)(joblib.delayed(_masked)(texts[part]) for part in gen_even_slices(len(texts), joblib.cpu_count()))
        self._set(examples, self._vectors.fit_transform([text for part in parts for text in part]))
        with self._storage.write_to(self._resource) as folder:
            self._vectors.save(folder)
            self._spelling.save(folder / _WORDS)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SparseFeaturizer:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Vectors.load(folder), Spelling.load(folder / _WORDS))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([example for example in training_data.intent_examples if example.get(FEATURES) is None])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        masked = []
        for message in messages:
            message.set(SPELLED, self._spelling(message.get(TEXT) or ""))
            masked.append(self._mask(message.get(SPELLED)))
            message.set(KNOWN, self._spelling.knows(masked[-1]), add_to_output=True)
        if messages:
            self._set(messages, self._vectors.transform(masked))
        return messages

    def _set(self, messages: List[Message], rows: csr_matrix) -> None:
        for n, message in enumerate(messages):
            message.set(FEATURES, Row(rows, n))


def _masked(texts: Iterable[str]) -> List[str]:
    mask = Masks()
    return [mask(text) for text in texts]


def features_of(messages: List[Message]) -> csr_matrix:
    """The rows of several messages as one matrix."""
    rows: List[Row] = [message.get(FEATURES) for message in messages]
    whole, numbers = rows[0].matrix, [row.number for row in rows]
    if any(row.matrix is not whole for row in rows):
        return vstack([row.matrix[row.number] for row in rows], format="csr")
    return whole if numbers == list(range(whole.shape[0])) else whole[numbers]
