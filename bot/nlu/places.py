"""Finds municipalities, villages and neighbourhoods: "wij zitten in dalen" is a place, "zijn cijfers dalen" is not."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Iterator, Optional

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from bot.nlu.extractor import WordListExtractor
from bot.nlu.lexicon import entity, read, read_all

GEMEENTE = "gemeente"
ANDERE_GEMEENTE = "andere_gemeente"

_SHORT_ANSWER = 2
_SHORT_MESSAGE = 6
_MIN_FUZZY = 6


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(WordListExtractor):
    """Entity `gemeente` for places of the route map, `andere_gemeente` for other Dutch ones.

    The value is the municipality; `plaats` is the place that was named.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], tuple[str, str, str]] = {}
        lists = read("lexicon", "plaatsen.yml")
        self._before = frozenset(lists["ervoor"])
        self._where = frozenset(lists["staat_in"])
        self._ambiguous = {_normal(name) for name in lists["dubbelzinnig"]}
        for name in lists["andere_gemeenten"]:
            self._add(name, ANDERE_GEMEENTE, name, name)
        for regio in read_all("routekaart", "regio"):
            for gemeente in regio["gemeenten"]:
                for plaats in gemeente.get("plaatsen") or []:
                    for name in (plaats["naam"], *plaats.get("anders", [])):
                        self._add(name, GEMEENTE, gemeente["naam"], plaats["naam"])
        for regio in read_all("routekaart", "regio"):
            for gemeente in regio["gemeenten"]:
                for name in (gemeente["naam"], *gemeente.get("anders", [])):
                    self._add(name, GEMEENTE, gemeente["naam"], gemeente["naam"])
        self._longest: dict[str, int] = {}
        """By the first word of a name: most words begin none."""
        for first, *more in self._names:
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(more))
        self._villages = {tuple(_normal(name).split()): name for name in read("lexicon", "woonplaatsen.yml")["namen"]}
        self._dutch = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
        self._fuzzy = [key[0] for key in self._names if len(key) == 1 and len(key[0]) >= _MIN_FUZZY]

    def _add(self, name: str, kind: str, gemeente: str, plaats: str) -> None:
        self._names[tuple(_normal(name).split())] = (kind, gemeente, plaats)

    def find(self, text: str, message: Message) -> list[dict[str, Any]]:
        return self.places(text)

    def places(self, text: str) -> list[dict[str, Any]]:
        """The places in a text, from left to right."""
        words = list(_words(text))
        found: list[dict[str, Any]] = []
        n = 0
        while n < len(words):
            length, hit = self._at(text, words, n)
            if hit:
                kind, gemeente, plaats = hit
                start, end = words[n][1], words[n + length - 1][2]
                found.append(entity(kind, gemeente, start, end, type(self).__name__, plaats=plaats))
            n += max(length, 1)
        return found or self._only_a_village(words)

    def _only_a_village(self, words: list[tuple[str, int, int, bool]]) -> list[dict[str, Any]]:
        """Elsewhere in the country, where a short message ends with it and nothing but "in" or "we zitten in" stands before."""
        if len(words) > _SHORT_MESSAGE:
            return []
        begin = next((n + 1 for n in reversed(range(len(words))) if words[n][0] in self._where), 0)
        name = self._villages.get(tuple(word for word, *_ in words[begin:]))
        return [entity(ANDERE_GEMEENTE, name, words[begin][1], words[-1][2], type(self).__name__, plaats=name)] if name else []

    def _at(self, text: str, words: list[tuple[str, int, int, bool]], n: int) -> tuple[int, Optional[tuple[str, str, str]]]:
        first = words[n][0]
        for length in range(min(self._longest.get(first, 0), len(words) - n), 0, -1):
            key = tuple(word for word, *_ in words[n : n + length])
            if key in self._names and self._is_place(" ".join(key), text, words, n):
                return length, self._names[key]
        hit = None if (first,) in self._names else self._misspelt(first)
        return (1, hit) if hit and self._is_place(first, text, words, n) else (0, None)

    def _is_place(self, name: str, text: str, words: list[tuple[str, int, int, bool]], n: int) -> bool:
        """A name that is an ordinary word too is a place only alone, after a preposition, or with a capital inside a sentence."""
        stands_alone = n == 0 and (len(words) <= _SHORT_ANSWER or text[words[n][2] : words[n][2] + 1] in {",", ":"})
        if name not in self._ambiguous or stands_alone:
            return True
        return n > 0 and (words[n - 1][0] in self._before or words[n][3])

    def _misspelt(self, word: str) -> Optional[tuple[str, str, str]]:
        """A long word that is no Dutch word and one typing error away from exactly one place."""
        if len(word) < _MIN_FUZZY or word in self._dutch:
            return None
        near = process.extract(word, self._fuzzy, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=3)
        hits = {self._names[(name,)] for name, *_ in near}
        return hits.pop() if len({gemeente for _, gemeente, _ in hits}) == 1 else None


def _normal(text: str) -> str:
    if text.isascii() and text.isalpha():  # as most words are
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^\w]+", " ", re.sub(r"['’`]", "", plain)).strip()


def _words(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Normalised word, start, end, and whether it begins with a capital."""
    for match in re.finditer(r"\w+(?:['’]\w+)?", text):
        for word in _normal(match[0]).split():
            yield word, match.start(), match.end(), match[0][0].isupper() and not match[0].isupper()
