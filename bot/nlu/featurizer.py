"""The sparse features of a message, made once for every classifier behind it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from bot.nlu.masks import Masks
from bot.nlu.vectors import Vectors

FEATURES = "kenmerken"
"""Message property: one sparse row, as `Vectors` makes it of the masked text."""
KNOWN = "bekend"
"""Message property: whether any of its words stands in the training messages."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SparseFeaturizer(GraphComponent):
    """Words and pieces of words, weighted by tf-idf. Places are taken out before."""

    def __init__(self, storage: ModelStorage, resource: Resource, vectors: Vectors) -> None:
        self._storage, self._resource, self._vectors, self._mask = storage, resource, vectors, Masks()

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SparseFeaturizer:
        return cls(model_storage, resource, Vectors())

    def train(self, training_data: TrainingData) -> Resource:
        """Leaves the rows on the messages, so that `process_training_data` need not make them a second time."""
        examples = training_data.intent_examples
        self._set(examples, self._vectors.fit_transform([self._masked(example) for example in examples]))
        with self._storage.write_to(self._resource) as folder:
            self._vectors.save(folder)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SparseFeaturizer:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Vectors.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([example for example in training_data.intent_examples if example.get(FEATURES) is None])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        if messages:
            self._set(messages, self._vectors.transform([self._masked(message) for message in messages]))
        return messages

    def _masked(self, message: Message) -> str:
        return self._mask(message.get(TEXT) or "")

    def _set(self, messages: List[Message], rows: csr_matrix) -> None:
        for n, message in enumerate(messages):
            row = rows[n] if len(messages) > 1 else rows
            message.set(FEATURES, row)
            message.set(KNOWN, bool((row.indices < self._vectors.words).any()))


def features_of(messages: List[Message]) -> csr_matrix:
    """The rows of several messages as one matrix."""
    rows = [message.get(FEATURES) for message in messages]
    return vstack(rows, format="csr") if len(rows) > 1 else rows[0]
