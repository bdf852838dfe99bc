"""What the bot's entity extractors share: nothing to train, everything from word lists."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.lexicon import add_entities


class WordListExtractor(GraphComponent, EntityExtractorMixin):
    """An extractor that reads its word lists when it is made and finds entities by `find`."""

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> WordListExtractor:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            add_entities(message, self.find(message.get(TEXT) or "", message))
        return messages

    def find(self, text: str, message: Message) -> list[dict[str, Any]]:
        """The entities in a text, each made by `lexicon.entity`."""
        raise NotImplementedError
