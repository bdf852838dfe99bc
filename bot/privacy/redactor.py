"""Hides personal data in a text: every recogniser looks at it, and each find becomes a placeholder such as [naam]."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Sequence

from bot.privacy.address import NlAddressRecognizer
from bot.privacy.birthdate import NlBirthDateRecognizer
from bot.privacy.bsn import NlBsnRecognizer
from bot.privacy.email import NlEmailRecognizer
from bot.privacy.iban import NlIbanRecognizer
from bot.privacy.link import NlUrlRecognizer
from bot.privacy.names import NlNameRecognizer
from bot.privacy.number import NlNumberRecognizer
from bot.privacy.phone import NlPhoneRecognizer
from bot.privacy.postcode import NlPostcodeRecognizer
from bot.privacy.recognizer import Recognizer

WORDS = {
    "NAAM": "naam",
    "TELEFOON": "telefoon",
    "EMAIL": "e-mail",
    "BSN": "bsn",
    "ADRES": "adres",
    "POSTCODE": "postcode",
    "GEBOORTEDATUM": "geboortedatum",
    "LEERLINGNUMMER": "nummer",
    "IBAN": "rekeningnummer",
    "URL": "link",
}
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(map(re.escape, WORDS.values()))})(?: \d+)?\]")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a letter: JSON can hold it, and no recogniser can read it."""
_ORDER = ("EMAIL", "URL", "IBAN", "BSN", "TELEFOON", "GEBOORTEDATUM", "ADRES", "POSTCODE", "LEERLINGNUMMER", "NAAM")
"""Where two finds overlap, the kind that stands first here gives its name to both."""


@dataclasses.dataclass(frozen=True)
class Found:
    """One piece of personal data: code-point offsets in the original text, and its kind (a key of WORDS)."""

    start: int
    end: int
    soort: str


@dataclasses.dataclass(frozen=True)
class Redacted:
    text: str
    found: tuple[Found, ...]


class Redactor:
    """Making one takes some seconds; after that a message takes a few milliseconds."""

    def __init__(self, recognizers: Sequence[Recognizer] | None = None) -> None:
        self._recognizers = list(recognizers) if recognizers is not None else default_recognizers()

    def __call__(self, text: str) -> Redacted:
        """The text without personal data. The same person gets the same placeholder; redacting twice changes nothing."""
        return self.hide(text, self.find(text))

    @staticmethod
    def hide(text: str, found: Sequence[Found]) -> Redacted:
        """The text with placeholders for these finds, which stand from left to right and do not overlap."""
        words = _placeholders(text, found)
        out, place = [], 0
        for span, word in zip(found, words, strict=True):
            out += [text[place : span.start], word]
            place = span.end
        return Redacted("".join([*out, text[place:]]), tuple(found))

    @property
    def given_names(self) -> frozenset[str]:
        """In small letters, of the name recogniser where there is one."""
        return frozenset().union(
            *(recognizer.vocabulary.given for recognizer in self._recognizers if isinstance(recognizer, NlNameRecognizer))
        )

    def find(self, text: str) -> list[Found]:
        """The personal data in a text from left to right, overlapping finds merged. Names are looked for in what the others leave."""
        found: list[Found] = []
        text = _HALF.sub("\ufffd", text)
        rest = PLACEHOLDER.sub(_digits, text)
        for recognizer in self._recognizers:
            hits = [
                Found(result.start, result.end, result.entity_type)
                for result in recognizer.analyze(rest if recognizer.soort == "NAAM" else text)
            ]
            found += [
                hit for hit in hits if not any(hit.start < kept.end() and kept.start() < hit.end for kept in PLACEHOLDER.finditer(text))
            ]
            if recognizer.soort != "NAAM":
                for hit in hits:
                    rest = rest[: hit.start] + "0" * (hit.end - hit.start) + rest[hit.end :]
        return _merged(found)


def _merged(hits: Sequence[Found]) -> list[Found]:
    merged: list[Found] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if merged and hit.start < merged[-1].end:
            last = merged.pop()
            soort = min(last.soort, hit.soort, key=_ORDER.index)
            hit = Found(last.start, max(last.end, hit.end), soort)
        merged.append(hit)
    return merged


def _digits(match: re.Match[str]) -> str:
    return "0" * len(match[0])


@functools.cache
def default_redactor() -> Redactor:
    """The one redactor of a process, with every recogniser."""
    return Redactor()


def default_recognizers() -> list[Recognizer]:
    return [
        NlEmailRecognizer(),
        NlUrlRecognizer(),
        NlIbanRecognizer(),
        NlBsnRecognizer(),
        NlPhoneRecognizer(),
        NlBirthDateRecognizer(),
        NlAddressRecognizer(),
        NlPostcodeRecognizer(),
        NlNumberRecognizer(),
        NlNameRecognizer(),
    ]


def _placeholders(text: str, found: Sequence[Found]) -> list[str]:
    """[naam] where there is one person, [naam 1] and [naam 2] where there are several."""
    persons: dict[str, list[str]] = {soort: [] for soort in WORDS}
    numbers = []
    for span in found:
        key = text[span.start : span.end].lower()
        known = persons[span.soort]
        at = next((n for n, other in enumerate(known) if _same(key, other, span.soort)), len(known))
        if at == len(known):
            known.append(key)
        numbers.append(at + 1)
    return [
        f"[{WORDS[span.soort]}]" if len(persons[span.soort]) == 1 else f"[{WORDS[span.soort]} {number}]"
        for span, number in zip(found, numbers, strict=True)
    ]


def _same(one: str, other: str, soort: str) -> bool:
    """The same value; of names also the given name alone, or with a genitive s."""
    if soort != "NAAM":
        return one == other
    first, second = one.split()[0], other.split()[0]
    return one == other or (first.rstrip("s") == second.rstrip("s") and (len(one.split()) == 1 or len(other.split()) == 1))
