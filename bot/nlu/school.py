"""Finds the kind of school and the role of the writer."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extractor import WordListExtractor
from bot.nlu.lexicon import alternatives, entity, read, straight


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SchoolExtractor(WordListExtractor):
    """Entity `schoolsoort` (po, vo) from "groep 5", "brugklas", "havo 3"; entity `rol` from "ik ben IB'er"."""

    def __init__(self) -> None:
        lists = read("lexicon", "school.yml")
        self._patterns = [(name, value, alternatives(words)) for name in ("schoolsoort", "rol") for value, words in lists[name].items()]

    def find(self, text: str, message: Message) -> list[dict[str, Any]]:
        return [
            entity(name, value, match.start(), match.end(), type(self).__name__)
            for name, value, pattern in self._patterns
            for match in pattern.finditer(straight(text))
        ]
