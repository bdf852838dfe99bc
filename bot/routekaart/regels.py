"""Rules for the language and the safety of every text, as data in `regels.yml`."""

from __future__ import annotations

import re
from typing import Iterator, Pattern

from pydantic import validator

from bot.routekaart.deel import Deel

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z&'-]*[A-Z]\b")
_PHONE = re.compile(r"(?<![\d-])(?:\+31|0)[\d][\d \-()]{6,14}\d(?!\d)")


class Patroon(Deel):
    regel: str
    patroon: str
    reden: str
    zorgvragen: tuple[str, ...] = ()

    @validator("patroon")
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"this is not a regular expression: {error}") from None
        return value

    @property
    def regex(self) -> Pattern[str]:
        return re.compile(self.patroon, re.IGNORECASE | re.DOTALL)


class Afkortingen(Deel):
    bekend: tuple[str, ...]


class Regels(Deel):
    """`verboden` may stand in no text, `moet` has to stand somewhere in the advice on its concerns."""

    max_woorden: int
    afkortingen: Afkortingen
    verboden: tuple[Patroon, ...]
    moet: tuple[Patroon, ...]

    def faults(self, text: str) -> Iterator[tuple[str, str]]:
        """Per fault in a Dutch text: what is wrong and the mend."""
        for sentence in _SENTENCE_END.split(text):
            words = len(sentence.split())
            if words > self.max_woorden:
                yield f"a sentence of {words} words: {sentence!r}", f"write at most {self.max_woorden} words a sentence"
        for patroon in self.verboden:
            found = patroon.regex.search(text)
            if found:
                yield f"never say {found[0]!r} ({patroon.regel}: {patroon.reden})", "write it in another way"
        for abbreviation in set(_ABBREVIATION.findall(text)) - set(self.afkortingen.bekend):
            if f"{abbreviation} (" not in text and f"({abbreviation}" not in text:
                yield f"{abbreviation!r} is not explained", f"write '{abbreviation} (what it means)'"

    def missing(self, zorgvraag: str, text: str) -> Iterator[Patroon]:
        """The must-say rules that the whole advice on a concern breaks."""
        for patroon in self.moet:
            if zorgvraag in patroon.zorgvragen and not patroon.regex.search(text):
                yield patroon


def phone_numbers(text: str) -> Iterator[str]:
    """Everything in a text that looks like a Dutch phone number."""
    for found in _PHONE.finditer(text):
        yield found[0].strip()


def digits(number: str) -> str:
    return re.sub(r"\D", "", number)
