"""The concern classifier: which concern or conversational intent a message expresses."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import LinearModel
from bot.nlu.masks import Masks
from bot.nlu.vectors import Vectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConcernClassifier(GraphComponent, IntentClassifier):
    """Sparse features and a linear model: seconds to train, a few milliseconds a message, the same result each time."""

    def __init__(self, storage: ModelStorage, resource: Resource, vectors: Vectors, model: Optional[LinearModel] = None) -> None:
        self._storage, self._resource = storage, resource
        self._vectors, self._model, self._mask = vectors, model, Masks()

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ConcernClassifier:
        return cls(model_storage, resource, Vectors())

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        rows = self._vectors.fit_transform([self._mask(example.get(TEXT)) for example in examples])
        self._model = LinearModel.fit(rows, [example.get(INTENT) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            self._vectors.save(folder)
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> ConcernClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Vectors.load(folder), LinearModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        if self._model is None:
            return messages
        confidences = self._model.confidences(self._vectors.transform([self._mask(message.get(TEXT) or "") for message in messages]))
        for message, row in zip(messages, confidences, strict=True):
            ranking = [{"name": self._model.labels[n], "confidence": float(row[n])} for n in row.argsort()[::-1]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
