"""What looks like a name and stays: organisations, methods, places, schools, festivals, books, languages."""

from __future__ import annotations

from typing import Iterator, Sequence

from bot.privacy.data import places, read, route_map_names
from bot.privacy.tokens import Token, tokenize
from bot.privacy.vocabulary import Vocabulary

_SHORT_PLACE = 4
_MOST = 4
"""So many capitals at most make the name of one school."""


class Allowed:
    def __init__(self, vocabulary: Vocabulary) -> None:
        lists = read("privacy", "toegestaan.yml")
        self.terms = {name: [term.strip() for term in text.split("|") if term.strip()] for name, text in lists.items()}
        whole = set(places())
        self.places = sorted(whole | {part for name in whole for part in name.split("-") if len(part) > _SHORT_PLACE and part[0].isupper()})
        signs = read("privacy", "tekens.yml")
        self._before, self._after = frozenset(signs["school_ervoor"]), frozenset(signs["school_erachter"])
        self._endings = tuple(signs["school_uitgang"])
        self._vocabulary = vocabulary
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for term in [*(term for terms in self.terms.values() for term in terms), *self.places, *route_map_names()]:
            words = tuple(token.lower for token in tokenize(term))
            if words and not (len(words) == 1 and (vocabulary.is_given(words[0]) or vocabulary.is_word(words[0]))):
                self._phrases.setdefault(words[0], []).append(words)
        for phrases in self._phrases.values():
            phrases.sort(key=len, reverse=True)
        self._small = frozenset(signs["nooit_klein"].split())
        single = [*(term for terms in self.terms.values() for term in terms), *self.places]
        self._exact = {term for term in single if " " not in term and not vocabulary.is_given(term.lower())}

    def token_numbers(self, tokens: Sequence[Token]) -> set[int]:
        """The numbers of the words that stay whatever they look like."""
        stays: set[int] = set()
        for n in range(len(tokens)):
            stays.update(self._phrase(tokens, n))
            stays.update(self._school(tokens, n))
        return stays

    def _phrase(self, tokens: Sequence[Token], n: int) -> Iterator[int]:
        word = tokens[n].lower
        for phrase in self._phrases.get(word, ()):
            if tuple(token.lower for token in tokens[n : n + len(phrase)]) == phrase:
                yield from range(n, n + len(phrase))
                return
        if tokens[n].text in self._exact or (word in self._small and tokens[n].text.islower()):
            yield n

    def _school(self, tokens: Sequence[Token], n: int) -> Iterator[int]:
        """Words that belong to the name of a school or a project: "OBS De Regenboog", "Anne Frankschool"."""
        word = tokens[n].lower
        is_compound = len(word) > 6 and word.endswith(self._endings) and not self._vocabulary.is_clear_name(word)
        if is_compound:
            yield n
        if (
            ((is_compound or word in self._after) and tokens[n].text[0].isupper())
            or word in ("college", "lyceum", "project", "court", "playground")
            or (is_compound and word.endswith(("school", "college")))
        ):
            yield n
            yield from self._capitals(tokens, n, -1)
        if word in self._before and n + 1 < len(tokens):
            yield from self._capitals(tokens, n, 1)

    def _capitals(self, tokens: Sequence[Token], n: int, step: int) -> Iterator[int]:
        at, found = n + step, 0
        while (
            0 <= at < len(tokens)
            and found < _MOST
            and tokens[at].text[0].isupper()
            and tokens[at].is_word
            and tokens[at].lower not in self._vocabulary.titles
        ):
            if step < 0 and at == 0 and self._vocabulary.is_word(tokens[at].lower) and not self._vocabulary.is_given(tokens[at].lower):
                return
            yield at
            at, found = at + step, found + 1
