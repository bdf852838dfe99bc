"""Rules for the language and the safety of every text, as data in `regels.yml`."""

from __future__ import annotations

import functools
import re
from typing import Iterator, Optional, Pattern

from pydantic import validator

from bot.routekaart.deel import Deel
from bot.routekaart.zin import Onjuist, Zin, zin

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z&'-]*[A-Z]\b")
_PHONE = re.compile(r"(?<![\d-])(?:\+31|0)[\d][\d \-()]{6,14}\d(?!\d)")


@functools.cache
def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


class Patroon(Deel):
    """Something to look for. A forbidden sentence is right after all where `tenzij` is in it too."""

    regel: str
    patroon: str
    reden: str
    zorgvragen: tuple[str, ...] = ()
    tenzij: Optional[str] = None

    @validator("patroon", "tenzij")
    def _compiles(cls, value: Optional[str]) -> Optional[str]:
        try:
            re.compile(value or "")
        except re.error as error:
            raise Onjuist("this is not a regular expression: {reden}", reden=error) from None
        return value

    @property
    def regex(self) -> Pattern[str]:
        return _compiled(self.patroon)

    def forbids(self, sentence: str) -> Optional[str]:
        """The words in a sentence that may not stand there."""
        found = self.regex.search(sentence)
        excused = found and self.tenzij and _compiled(self.tenzij).search(sentence)
        return found[0] if found and not excused else None


class Afkortingen(Deel):
    bekend: tuple[str, ...]


class Regels(Deel):
    """`verboden` may stand in no text, `moet` has to stand somewhere in the advice on its concerns."""

    max_woorden: int
    afkortingen: Afkortingen
    verboden: tuple[Patroon, ...]
    moet: tuple[Patroon, ...]

    def faults(self, text: str, zorgvraag: Optional[str] = None) -> Iterator[tuple[Zin, Zin]]:
        """Per fault in a Dutch text, of an advice on `zorgvraag` if it is of one: what is wrong and the mend."""
        for sentence in sentences(text):
            words = len(sentence.split())
            if words > self.max_woorden:
                too_long = zin("a sentence of {aantal} words: {zin!r}", aantal=words, zin=sentence)
                yield too_long, zin("write at most {hoogstens} words a sentence", hoogstens=self.max_woorden)
        for patroon, words_found in self.forbidden(text, zorgvraag):
            said = zin("never say {woorden!r} ({regel}: {reden})", woorden=words_found, regel=patroon.regel, reden=patroon.reden)
            yield said, zin("write it in another way")
        for abbreviation in set(_ABBREVIATION.findall(text)) - set(self.afkortingen.bekend):
            if f"{abbreviation} (" not in text and f"({abbreviation}" not in text:
                yield (
                    zin("{afkorting!r} is not explained", afkorting=abbreviation),
                    zin("write '{afkorting} (what it means)'", afkorting=abbreviation),
                )

    def forbidden(self, text: str, zorgvraag: Optional[str] = None) -> Iterator[tuple[Patroon, str]]:
        """The never-say rules that a text breaks, with the words that break them."""
        lines = sentences(text)
        for patroon in self.verboden:
            if not patroon.zorgvragen or zorgvraag in patroon.zorgvragen:
                yield from ((patroon, words) for words in map(patroon.forbids, lines) if words)

    def missing(self, zorgvraag: str, text: str) -> Iterator[Patroon]:
        """The must-say rules that the whole advice on a concern breaks."""
        for patroon in self.moet:
            if zorgvraag in patroon.zorgvragen and not patroon.regex.search(text):
                yield patroon


def sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(text)


def phone_numbers(text: str) -> Iterator[str]:
    """Everything in a text that looks like a Dutch phone number."""
    for found in _PHONE.finditer(text):
        yield found[0].strip()


def digits(number: str) -> str:
    return re.sub(r"\D", "", number)
