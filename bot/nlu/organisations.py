"""Finds organisations and functions that a message names: "wat doet het CJG", "nummer van Veilig Thuis"."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extractor import WordListExtractor
from bot.nlu.lexicon import alternatives, entity, read, straight

_BEFORE = re.compile(r"\b(van|bij|naar|nummer|wat doet|wat is) $", re.IGNORECASE)
"""Words that make an ordinary word in small letters the name of an organisation: "bij mee"."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OrganisationExtractor(WordListExtractor):
    """Entity `functie`: the key of a function of the route map; entity `rol_in_school` for people inside school."""

    def __init__(self) -> None:
        landelijk = read("routekaart", "landelijk.yml")
        self._value: dict[str, tuple[str, str]] = {}
        for key, functie in landelijk["functies"].items():
            for name in (functie["naam"], *functie.get("ook_bekend_als", [])):
                self._value.setdefault(name.lower(), ("functie", key))
        for key, names in read("lexicon", "school.yml")["rol_in_school"].items():
            for name in names:
                self._value.setdefault(name.lower(), ("rol_in_school", key))
        self._words = set(read("lexicon", "school.yml")["dubbelzinnige_namen"])
        self._pattern = alternatives(re.escape(name) for name in self._value)

    def find(self, text: str, message: Message) -> list[dict[str, Any]]:
        return [
            entity(*self._value[match[0].lower()], match.start(), match.end(), type(self).__name__)
            for match in self._pattern.finditer(straight(text))
            if match[0].lower() in self._value and self._is_name(match, text)  # a long s matches s, but is no key
        ]

    def _is_name(self, match: re.Match[str], text: str) -> bool:
        return match[0] not in self._words or match[0] == text or bool(_BEFORE.search(text[: match.start()]))
