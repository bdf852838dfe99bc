"""What a word can be: a Dutch word, a given name, a surname, a title, or something that no list knows."""

from __future__ import annotations

import collections
import re
from typing import Iterable

from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from bot.privacy.data import messages, read

_LINKS = ("", "s", "en", "e", "n")
_SHORTEST = 4
_LONG_TAIL = 6
_LONGEST = 60
"""Letters in a word: what is longer is no Dutch."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Vocabulary:
    """Closed vocabulary and name lists. Making one takes about a second."""

    def __init__(self) -> None:
        given = read("privacy", "voornamen.yml")
        self.ambiguous = _lower(given["ook_een_woord"].split())
        self.given_names: list[str] = [name for names in given["namen"].values() for name in names.split()]
        self.given = _lower(self.given_names) | self.ambiguous
        family = read("privacy", "achternamen.yml")
        self.surnames: list[str] = family["namen"].split()
        self.surname = _lower(self.surnames)
        self.particles = frozenset(family["tussenvoegsels"])
        signs = read("privacy", "tekens.yml")
        self.titles, self.roles = frozenset(signs["titels"]), frozenset(signs["rollen"])
        self.sure_titles = frozenset(signs["titels_altijd"])
        self._tails = tuple(signs["staarten"])
        self.no_name = frozenset(signs["geen_naam_na_titel"])
        self._dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")  # the one that the lemmas are read from too
        self._teachers = self._words_of_teachers()

    def _words_of_teachers(self) -> frozenset[str]:
        """Words of the field, and those that the training messages write in small letters more than once: typing errors, jargon."""
        counts: collections.Counter[str] = collections.Counter(
            word for text in messages() for word in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text) if word.islower()
        )
        field = (word for terms in read("lexicon", "woorden.yml").values() for term in terms for word in term.split() if word.islower())
        return frozenset({*(word for word, count in counts.items() if count > 1), *field} - self.given)

    def is_given(self, word: str) -> bool:
        """Also in a diminutive or a genitive, and with parts joined by a hyphen."""
        return any(form in self.given for form in _forms(word)) or (
            "-" in word and all(part in self.given for part in word.split("-") if part)
        )

    def is_ambiguous(self, word: str) -> bool:
        return word in self.ambiguous or (word not in self.given and word.rstrip("s") in self.ambiguous)

    def is_surname(self, word: str) -> bool:
        return word in self.surname or any(part in self.surname for part in word.split("-") if "-" in word)

    def is_clear_name(self, word: str) -> bool:
        """A given name that is no ordinary word."""
        return self.is_given(word) and not any(form in self.ambiguous for form in _forms(word))

    def is_word(self, word: str) -> bool:
        """A word of the dictionary or of teachers; a clear given name is none, though the dictionary knows some."""
        if word in self.given and word not in self.ambiguous:
            return False
        return word in self._teachers or word in self._dictionary

    def is_slip(self, word: str) -> bool:
        """One letter away from a dictionary word."""
        cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
        return any(
            head + letter + tail[skip:] in self._dictionary for head, tail in cuts for letter in ("", *_ALPHABET) for skip in (0, 1)
        ) or any(head + tail[1] + tail[0] + tail[2:] in self._dictionary for head, tail in cuts if len(tail) > 1)

    def is_compound(self, word: str) -> bool:
        """Two or more dictionary words in one, as Dutch makes them freely."""
        if "-" in word:
            last = word.rsplit("-", 1)[1]
            return len(last) > 2 and (self.is_word(last) or self.is_compound(last))
        if _LONG_TAIL < len(word) <= _LONGEST and word.endswith(self._tails):
            return True
        return 2 * _SHORTEST <= len(word) <= _LONGEST and (self._splits(word) or self._has_long_tail(word))

    def _has_long_tail(self, word: str) -> bool:
        """A long dictionary word at the end: "dyscalculieonderzoek"."""
        return any(word[cut:] in self._dictionary for cut in range(_SHORTEST - 1, len(word) - _LONG_TAIL + 1))

    def _splits(self, word: str) -> bool:
        """From the end to the start, so that a long row of letters costs no more than its square."""
        apart: set[int] = set()
        for start in range(len(word) - 2 * _SHORTEST, -1, -1):
            if any(
                (cut in apart or word[cut:] in self._dictionary) and self._is_head(word[start:cut])
                for cut in range(start + _SHORTEST - 1, len(word) - _SHORTEST + 1)
            ):
                apart.add(start)
        return 0 in apart

    def _is_head(self, head: str) -> bool:
        words = (head[: len(head) - len(link)] for link in _LINKS if head.endswith(link))
        return any(len(word) > 2 and word in self._dictionary for word in words)


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _forms(word: str) -> list[str]:
    forms = [word]
    for ending in ("s", "je", "tje", "ke", "ie", "pje", "etje"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            forms.append(word[: -len(ending)])
    return forms
