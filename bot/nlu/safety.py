"""Safety signals: looks for danger ahead of, and apart from, the concern classifier."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.lexicon import alternatives, read
from bot.nlu.vectors import plain

SIGNALS = "veiligheid"
"""Message property: the safety-critical concerns whose signals were seen, in the order of the data file."""
ABOUT_ANOTHER = "over_een_ander"
"""Message property: whether the message speaks of somebody else than the writer."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetySignals(GraphComponent, IntentClassifier):
    """Compares the message with plain expressions of danger. A look-alike ("ik ga dood van die toetsen") is taken out first."""

    def __init__(self) -> None:
        lists = read("lexicon", "veiligheid.yml")
        self._look_alikes = alternatives(lists["geen_gevaar"])
        self._another = alternatives(lists["een_ander"])
        self._signals = {concern: alternatives(patterns) for concern, patterns in lists["signalen"].items()}

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetySignals:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(SIGNALS, self.signals(text), add_to_output=True)
            message.set(ABOUT_ANOTHER, bool(self._another.search(plain(text))))
        return messages

    def signals(self, text: str) -> list[str]:
        left = self._look_alikes.sub(" ", plain(text))
        return [concern for concern, pattern in self._signals.items() if pattern.search(left)]
