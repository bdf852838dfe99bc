"""The concern classifier: which concerns and conversational intents a message expresses."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, METADATA_EXAMPLE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.cues import CUES
from bot.nlu.featurizer import features_of
from bot.nlu.linear import Floats, LinearModel, softmax

PRESENCE = "aanwezig"
"""Message property: intent -> score; a concern may be present beside the one that leads."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConcernClassifier(GraphComponent, IntentClassifier):
    """A linear model: seconds to train, a few milliseconds a message, the same result each time."""

    def __init__(self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[LinearModel] = None) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "cue_weight": 0.3,  # what the first cue of a concern adds to its score, times the logarithm of 2
            "temperature": 0.6,  # under which the right intents of the validation messages are most likely
        }

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ConcernClassifier:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        labels = [example.get(INTENT) for example in examples]
        self._model = LinearModel.fit(features_of(examples), labels, [also_present(example) for example in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> ConcernClassifier:
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load(folder)
        return cls({**cls.get_default_config(), **config}, model_storage, resource, model)

    def _votes(self, messages: List[Message]) -> Floats:
        """What the cues in each message add to the scores: plain words count, even where the examples hold few of them."""
        labels = self._model.labels if self._model else ()
        counts = [[(message.get(CUES) or {}).get(label, 0) for label in labels] for message in messages]
        votes: Floats = self._config["cue_weight"] * np.log1p(np.array(counts, dtype=np.float32))
        return votes

    def process(self, messages: List[Message]) -> List[Message]:
        if self._model is None:
            return messages
        scores = self._model.scores(features_of(messages)) + self._votes(messages)
        for message, row, shares in zip(messages, scores, softmax(scores, self._config["temperature"]), strict=True):
            ranking = [{"name": self._model.labels[n], "confidence": float(shares[n])} for n in shares.argsort()[::-1]]
            message.set(PRESENCE, dict(zip(self._model.labels, map(float, row), strict=True)))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def also_present(example: Message) -> List[str]:
    """The concerns that a training message holds beside its leading one."""
    also: List[str] = ((example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}).get("ook", [])
    return also
