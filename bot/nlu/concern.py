"""The concern classifier: which concern or conversational intent a message expresses."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cues import CUES
from bot.nlu.linear import Floats, LinearModel
from bot.nlu.masks import Masks
from bot.nlu.vectors import Vectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConcernClassifier(GraphComponent, IntentClassifier):
    """Sparse features and a linear model: seconds to train, a few milliseconds a message, the same result each time."""

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, vectors: Vectors, model: Optional[LinearModel] = None
    ) -> None:
        self._cue_weight: float = config["cue_weight"]
        self._storage, self._resource = storage, resource
        self._vectors, self._model, self._mask = vectors, model, Masks()

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"cue_weight": 0.5}

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ConcernClassifier:
        return cls({**cls.get_default_config(), **config}, model_storage, resource, Vectors())

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
            learned = Vectors.load(folder), LinearModel.load(folder)
        return cls({**cls.get_default_config(), **config}, model_storage, resource, *learned)

    def _votes(self, messages: List[Message]) -> Floats:
        """What the cues in each message add to the scores: plain words count, even where the examples hold few of them."""
        labels = self._model.labels if self._model else ()
        counts = [[(message.get(CUES) or {}).get(label, 0) for label in labels] for message in messages]
        votes: Floats = self._cue_weight * np.log1p(np.array(counts, dtype=np.float32))
        return votes

    def process(self, messages: List[Message]) -> List[Message]:
        if self._model is None:
            return messages
        rows = self._vectors.transform([self._mask(message.get(TEXT) or "") for message in messages])
        confidences = self._model.confidences(rows, self._votes(messages))
        for message, row in zip(messages, confidences, strict=True):
            ranking = [{"name": self._model.labels[n], "confidence": float(row[n])} for n in row.argsort()[::-1]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
