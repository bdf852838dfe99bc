"""Names of persons: what the trained model finds likely, what the name lists know, and what no Dutch word list knows."""

from __future__ import annotations

from typing import Iterator, Sequence

from bot.privacy.allowed import Allowed
from bot.privacy.crf import NameModel
from bot.privacy.features import View, views
from bot.privacy.recognizer import Recognizer, Span
from bot.privacy.tokens import Token, tokenize
from bot.privacy.vocabulary import Vocabulary

_LIKELY = 0.35
_ORDINARY_WORD = 0.6
_WORD_AND_NAME = 0.4
_KNOWN_NAME = 0.05
_CAPITAL_INSIDE = 0.05
_UNKNOWN = 0.08
_UNKNOWN_SMALL = 0.15
_NEIGHBOUR = 0.15
_SURE = 0.9
_LONG, _ABBREVIATION = 7, 4
"""Letters of a word in which a typing error can be seen, and of an abbreviation at most."""


class NlNameRecognizer(Recognizer):
    """Given names, surnames and initials, in capitals or not."""

    soort = "NAAM"
    score = 0.85

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self.vocabulary = Vocabulary()
        self._allowed = Allowed(self.vocabulary)
        self._model = NameModel(self.vocabulary, self._allowed)

    def find(self, text: str) -> Iterator[Span]:
        tokens = tokenize(text)
        seen = views(tokens, self.vocabulary, self._allowed)
        chances = self._model(tokens, seen)
        named = {
            n
            for n in range(len(tokens))
            if self._is_name(seen[n], chances[n], _inside_sentence(tokens, n))
            and not self._is_other(tokens[n], seen[n], chances[n])
            and not _is_thing(tokens, seen, n)
        }
        if len(tokens) == 1 and seen[0].shape == "x" and not seen[0].name:
            return iter(())  # a greeting, a slip of the hand
        self._after_titles(tokens, seen, named)
        self._again(tokens, seen, chances, named)
        self._reversed(tokens, seen, named)
        self._extend(tokens, seen, chances, named)
        self._particles_before(tokens, seen, named)
        return ((start, end) for start, end in _spans(tokens, named) if not self._is_grammar(text[start:end]))

    def _is_grammar(self, found: str) -> bool:
        """Particles with nothing behind them: "'t", "van de"."""
        return found.islower() and all(word in self.vocabulary.particles for word in found.split())

    @staticmethod
    def _is_name(view: View, chance: float, inside: bool) -> bool:
        if view.kind in ("stays", "sign", "digit", "title", "role"):
            return False
        if view.kind == "compound" or (view.kind == "word" and view.shape == "x"):
            return chance >= (_WORD_AND_NAME if view.name.startswith("maybe") else _ORDINARY_WORD)
        if chance >= _LIKELY:
            return True
        if inside and view.shape == "Xx" and view.name.startswith("maybe"):
            return chance >= _CAPITAL_INSIDE
        if view.name.endswith("surname") and view.kind == "unknown" and view.shape == "Xx":
            return chance >= _KNOWN_NAME
        if view.name.startswith("given") and view.kind == "unknown":
            return chance >= _KNOWN_NAME or view.shape == "Xx"
        return view.kind == "unknown" and chance >= (_UNKNOWN if view.shape == "Xx" else _UNKNOWN_SMALL)

    def _is_other(self, token: Token, view: View, chance: float) -> bool:
        """An unknown word that is an abbreviation or a typing error rather than a name."""
        if view.kind != "unknown" or view.name:
            return False
        if view.shape == "XX":
            return len(token.text) <= _ABBREVIATION
        return view.shape == "x" and chance < _SURE and len(token.text) >= _LONG and self.vocabulary.is_slip(token.lower)

    def _after_titles(self, tokens: Sequence[Token], seen: Sequence[View], named: set[int]) -> None:
        """Meneer, juf, familie and the like: the next word is a name where it has a capital or is no Dutch word."""
        for n, view in enumerate(seen[:-1]):
            if view.kind != "title":
                continue
            at = n + 1
            if tokens[at].text == "." and at + 1 < len(tokens):
                at += 1
            first = at
            while at < len(tokens) and (seen[at].kind == "particle" or (seen[at].kind == "initial" and seen[at].shape in ("X", "XX"))):
                at += 1
            if (
                at >= len(tokens)
                or seen[at].kind in ("stays", "sign", "digit", "title", "role")
                or tokens[at].lower in self.vocabulary.no_name
            ):
                continue
            capital = seen[at].shape == "Xx" and seen[n].shape != "XX"
            sure = tokens[n].lower in self.vocabulary.sure_titles
            if capital or sure or seen[at].kind == "unknown" or (seen[at].name and seen[at].kind != "word"):
                named.update(range(first, at + 1))

    @staticmethod
    def _again(tokens: Sequence[Token], seen: Sequence[View], chances: Sequence[float], named: set[int]) -> None:
        """A name that was found once is a name again in the same message."""
        known = {tokens[n].lower for n in named if seen[n].kind in ("unknown", "compound", "word") and len(tokens[n].text) > 2}
        for n, token in enumerate(tokens):
            if (
                token.lower in known
                and seen[n].kind != "stays"
                and (seen[n].kind == "unknown" or (seen[n].shape == "Xx" and chances[n] > _KNOWN_NAME))
            ):
                named.add(n)

    def _reversed(self, tokens: Sequence[Token], seen: Sequence[View], named: set[int]) -> None:
        """Surname, given name or initial, as lists have it: one name, with its comma."""
        for n in range(len(tokens) - 2):
            if tokens[n + 1].text != "," or seen[n].shape != "Xx" or not self.vocabulary.is_surname(tokens[n].lower):
                continue
            before = n - 1
            while before >= 0 and seen[before].kind == "particle":
                before -= 1
            if before in named:
                continue
            given = (
                n + 2 in named
                and seen[n + 2].shape == "Xx"
                and seen[n + 2].kind != "particle"
                and not self.vocabulary.is_given(tokens[n].lower)
            )
            if given or (seen[n + 2].kind == "initial" and seen[n + 2].shape in ("X", "XX") and tokens[n + 2].text.endswith(".")):
                named.update((n, n + 1, n + 2))

    @staticmethod
    def _particles_before(tokens: Sequence[Token], seen: Sequence[View], named: set[int]) -> None:
        """A given name, or van der and the like, before a surname; a small "van" or "de" alone is mostly grammar."""
        for n in sorted(named):
            at = n - 1
            while at >= 0 and seen[at].kind == "particle" and at not in named:
                at -= 1
            if (
                at == n - 1
                and at not in named
                and seen[n].name.endswith("surname")
                and seen[at].shape == "Xx"
                and _inside_sentence(tokens, at)
            ):
                if seen[at].kind in ("unknown", "compound", "word"):
                    named.add(at)
                continue
            before = range(at + 1, n)
            if before and (tokens[at + 1].text[0].isupper() or (len(before) > 1 and seen[n].name.endswith("surname"))):
                named.update(before)

    def _extend(self, tokens: Sequence[Token], seen: Sequence[View], chances: Sequence[float], named: set[int]) -> None:
        """What belongs to a name beside it: an initial, particles with a surname, a second surname."""
        for n in range(len(tokens)):
            if n not in named:
                continue
            at = n + 1
            particles = []
            while at < len(tokens) and seen[at].kind == "particle" and at - n < 4:
                particles.append(at)
                at += 1
            if at >= len(tokens) or seen[at].kind in ("stays", "sign", "digit", "title", "role") or (at in named and not particles):
                continue
            capital = seen[at].shape in ("Xx", "XX", "X")
            surname = (
                capital
                and (seen[at].kind in ("unknown", "compound") or bool(seen[at].name))
                and tokens[at].lower not in self.vocabulary.no_name
            )
            initial = seen[at].kind == "initial" and not particles and tokens[at].start - tokens[n].end == 1
            weak = seen[at].kind == "unknown" and (seen[at].name or chances[at] > _NEIGHBOUR)
            if (
                at in named
                or (initial and (capital or tokens[at].text.endswith(".") or len(tokens) - at < 2))
                or (surname and (particles or capital))
                or weak
            ):
                named.update([*particles, at])


def _inside_sentence(tokens: Sequence[Token], n: int) -> bool:
    """Where a capital is no rule of spelling: behind a small word or a comma."""
    return n > 0 and (tokens[n - 1].text == "," or (tokens[n - 1].is_word and tokens[n - 1].text.islower()))


def _is_thing(tokens: Sequence[Token], seen: Sequence[View], n: int) -> bool:
    """A small word that may be a name is none after these: "een mees"."""
    return n > 0 and tokens[n - 1].lower in ("een", "geen", "het") and seen[n].shape == "x" and seen[n].name.startswith("maybe")


def _spans(tokens: Sequence[Token], named: set[int]) -> Iterator[Span]:
    """Neighbours become one name; the genitive 's and signs between names stay."""
    start = end = -1
    for n, token in enumerate(tokens):
        if n not in named:
            continue
        if end >= 0 and token.start - end <= 1 and n - 1 in named:
            end = token.end
        else:
            if end >= 0:
                yield start, end
            start, end = token.start, token.end
    if end >= 0:
        yield start, end
