"""Looks for danger ahead of, and apart from, the concern classifier."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.nlu.concern import also_present
from bot.nlu.featurizer import SPELLED, features_of
from bot.nlu.lexicon import alternatives, critical_concerns, read
from bot.nlu.linear import Floats, fit_machines
from bot.nlu.vectors import plain

SIGNALS = "veiligheid"
"""Message property: the safety-critical concerns whose signals were seen, in the order of the data file."""
SAID = "gezegd"
"""Message property: whether one of them is said of a person: that is never outvoted."""
ABOUT_ANOTHER = "over_een_ander"
"""Message property: whether the message speaks of somebody else than the writer."""
DANGER = "gevaar"
"""Message property: how far the message is on the side of danger; 0 is on the line."""

_FILE = "gevaar.npz"


class Signals:
    """Plain expressions of danger per concern. A look-alike ("ik ga dood van die toetsen") is taken out first."""

    def __init__(self) -> None:
        lists = read("lexicon", "veiligheid.yml")
        self._look_alikes = alternatives(lists["geen_gevaar"])
        self._another = alternatives(lists["een_ander"])
        self._said = {concern: alternatives(patterns) for concern, patterns in lists["signalen"].items()}
        self._named = {concern: alternatives(patterns) for concern, patterns in lists["woorden"].items()}

    def seen(self, *texts: str) -> dict[str, bool]:
        """The concerns in any of the ways in which a message is read, each with whether it is said of a person, not only named."""
        left = {self._look_alikes.sub(" ", plain(text)) for text in texts}
        said = {concern: any(map(pattern.search, left)) for concern, pattern in self._said.items()}
        named = {concern for concern, pattern in self._named.items() if any(map(pattern.search, left))}
        return {concern: saying for concern, saying in said.items() if saying or concern in named}

    def about_another(self, text: str) -> bool:
        return bool(self._another.search(plain(text)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SafetyClassifier(GraphComponent, IntentClassifier):
    """The plain expressions, and a model of its own that learned which messages hold danger at all."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: Optional[tuple[Floats, Floats]] = None) -> None:
        self._storage, self._resource, self._model, self._signals = storage, resource, model, Signals()

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyClassifier:
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        critical, examples = critical_concerns(), training_data.intent_examples
        dangerous = np.array([[bool(critical & {example.get(INTENT), *also_present(example)})] for example in examples])
        self._model = fit_machines(features_of(examples), csr_matrix(dangerous), class_weight="balanced")
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / _FILE, weights=self._model[0], bias=self._model[1])
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SafetyClassifier:
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(model_storage, resource, (arrays["weights"], arrays["bias"]))

    def process(self, messages: List[Message]) -> List[Message]:
        if self._model is not None:
            for message, row in zip(messages, features_of(messages) @ self._model[0] + self._model[1], strict=True):
                message.set(DANGER, float(row[0]))
        for message in messages:
            text = message.get(TEXT) or ""
            signals = self._signals.seen(text, message.get(SPELLED) or text)
            message.set(SIGNALS, list(signals), add_to_output=True)
            message.set(SAID, any(signals.values()), add_to_output=True)
            message.set(ABOUT_ANOTHER, self._signals.about_another(text))
        return messages
