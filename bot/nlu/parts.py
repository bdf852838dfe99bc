"""Finds which part of the last advice a follow-up question is about: "mag dit zonder de ouders?" -> toestemming."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extractor import WordListExtractor
from bot.nlu.lexicon import alternatives, entity, read, straight


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PartExtractor(WordListExtractor):
    """Entity `deel`: a part of an advice, by the word lists of `vervolg.yml`; only the first that matches."""

    def __init__(self) -> None:
        self._patterns = {deel: alternatives(words) for deel, words in read("lexicon", "vervolg.yml").items()}

    def find(self, text: str, message: Message) -> list[dict[str, Any]]:
        for deel, pattern in self._patterns.items():
            match = pattern.search(straight(text))
            if match:
                return [entity("deel", deel, match.start(), match.end(), type(self).__name__)]
        return []
