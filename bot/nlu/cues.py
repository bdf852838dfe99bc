"""Cues: words of the field that say that a concern is present, also when another one leads."""

from __future__ import annotations

import collections
import functools
import re
from typing import Any, Dict, Iterator, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.dutch import lemma
from bot.nlu.lexicon import read
from bot.nlu.vectors import plain

CUES = "signaalwoorden"
"""Message property: concern -> how many of its cues the message holds."""

_SHORTEST_PART = 5
"""A part of a compound has at least this many letters."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CueCounter(GraphComponent, IntentClassifier):
    """Counts the cues of `woorden.yml` in a message."""

    def __init__(self) -> None:
        self._words: Dict[str, set[str]] = collections.defaultdict(set)
        self._expressions: Dict[str, set[tuple[tuple[str, ...], str]]] = collections.defaultdict(set)
        for concern, terms in read("lexicon", "woorden.yml").items():
            for term in terms:
                words = tuple(re.findall(r"\w+", plain(term)))
                for form in {words, tuple(map(_lemma, words))}:
                    if len(form) == 1:
                        self._words[form[0]].add(concern)
                    elif form:
                        self._expressions[form[0]].add((form, concern))

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> CueCounter:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            message.set(CUES, dict(self.count(message.get(TEXT) or "")))
        return messages

    def count(self, text: str) -> collections.Counter[str]:
        words = re.findall(r"\w+", plain(text))
        lemmas = [_lemma(word) for word in words]
        found = {(n, concern) for n, word in enumerate(words) for concern in self._of_word(word, lemmas[n])}
        found |= {(n, concern) for sequence in (words, lemmas) for n, concern in self._of_expressions(sequence)}
        return collections.Counter(concern for _, concern in found)

    def _of_word(self, word: str, base: str) -> set[str]:
        whole = self._words.get(word, set()) | self._words.get(base, set())
        if whole or len(word) < 2 * _SHORTEST_PART - 2:
            return whole
        cuts = range(_SHORTEST_PART, len(word) - 2)
        return set().union(*(self._words.get(part, set()) for cut in cuts for part in (word[:cut], word[-cut:])))

    def _of_expressions(self, words: List[str]) -> Iterator[tuple[int, str]]:
        for n, word in enumerate(words):
            for form, concern in self._expressions.get(word, ()):
                if tuple(words[n : n + len(form)]) == form:
                    yield n, concern


@functools.lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    return plain(lemma(word))
