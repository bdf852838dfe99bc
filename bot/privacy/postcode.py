"""Dutch postal codes. A year with two small letters behind it is none."""

from __future__ import annotations

import re
from typing import Iterator

from bot.privacy.data import read
from bot.privacy.recognizer import Recognizer, Span

_CODE = re.compile(r"(?<![\w.,/-])([1-9]\d{3})([ \u00a0]{0,2})([a-z]{2})(?!\w)", re.IGNORECASE)
_CUE = re.compile(r"(?:postcode|\bpc\b|adres|\w(?:straat|laan|weg|plein|dijk)\b.{0,12}|\d ?[a-z]?, ?)[ :]{0,2}$", re.IGNORECASE)


class NlPostcodeRecognizer(Recognizer):
    soort = "POSTCODE"

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._words = frozenset(read("privacy", "tekens.yml")["twee_letters"])

    def find(self, text: str) -> Iterator[Span]:
        shouted = text.isupper()
        for match in _CODE.finditer(text):
            year, gap, letters = match.groups()
            if letters.upper() in ("SA", "SD", "SS"):
                continue
            plain = letters.isupper() and not shouted
            is_word = letters.lower() in self._words or (bool(gap) and 1950 <= int(year) <= 2050)
            if plain or not is_word or _CUE.search(text[: match.start()]):
                yield match.span()
