"""Addresses: a street with a house number. A street alone stays."""

from __future__ import annotations

import re
from typing import Iterator

from bot.privacy.data import read
from bot.privacy.recognizer import Recognizer, Span

_LETTER = r"[^\W\d_]"
_UPPER = r"[A-ZÀ-ÖØ-ÞŠŽ]"
_NUMBER = (
    r"[ \u00a0](?:nr\.?|nummer|no\.?|huisnummer)?[ \u00a0]?(?P<nummer>\d{1,4})"
    r"(?: ?-? ?(?:[a-z](?!\w|[.’']\w)|bis|hs|huis|rood|zwart|i{1,3})(?!\w)(?! ?\d)|[-/]\d{1,3}(?!\d|[-/]))*(?![\w:]|[.,]\d| ?%)"
)
_WORD = rf"(?:{_LETTER}|\d(?=e\b))(?:{_LETTER}|['’.-])*"


class NlAddressRecognizer(Recognizer):
    soort = "ADRES"

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        lists = read("privacy", "tekens.yml")["straten"]
        strong, weak = "|".join(lists["sterk"]), "|".join(lists["zwak"])
        prefix = rf"(?:(?:{_WORD})[ \u00a0]){{0,5}}"
        self._patterns = (
            re.compile(rf"(?<![\w.-]){prefix}(?P<straat>{_LETTER}(?:{_LETTER}|[’'-])*?(?:{strong})){_NUMBER}", re.IGNORECASE),
            re.compile(rf"(?<![\w.-]){prefix}(?P<straat>(?-i:{_UPPER})(?:{_LETTER}|[’'-])*?(?:{weak})){_NUMBER}", re.IGNORECASE),
            re.compile(rf"(?<![\w.-]){prefix}(?P<straat>(?-i:{_UPPER})(?:{_LETTER}|[’'-])+){_NUMBER}", re.IGNORECASE),
        )
        self._cue = re.compile(rf"(?:{'|'.join(lists['aanwijzing'])})[ :]*$", re.IGNORECASE)
        self._before = frozenset(lists["ervoor"])
        self._bare = frozenset(lists["zonder_uitgang"])
        self._no_street = frozenset(lists["geen_straat"])
        self._units = re.compile(rf" ?(?:{'|'.join(lists['eenheden'])})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Span]:
        for rank, pattern in enumerate(self._patterns):
            for match in pattern.finditer(text):
                street = match["straat"]
                bare = street[0].isupper() and street.lower() in self._bare
                if (street.lower() in self._no_street and not bare) or self._units.match(text[match.end("nummer") :]):
                    continue
                start = self._start(text, match.start(), match.start("straat"))
                if rank < 2 or bare or self._cue.search(text[:start]) or self._cue.search(text[: match.start("straat")]):
                    yield start, match.end()

    def _start(self, text: str, start: int, street: int) -> int:
        """Where the name of the street begins: with the capitals, titles and particles before its last word."""
        begin = street
        for word in reversed(list(re.finditer(r"\S+", text[start:street]))):
            plain = word[0].lower().rstrip(".")
            if plain in self._before or (word[0][0].isupper() and plain not in self._no_street) or re.fullmatch(r"\d+e", plain):
                begin = start + word.start()
            else:
                break
        head = re.match(r"(?:(?:de|het|van|der|den|op|aan|in|bij)[ \u00a0])+", text[begin:street], re.IGNORECASE)
        begin += head.end() if head and not head[0][0].isupper() else 0
        return begin - 3 if re.search(r"(?<!\w)['’]t $", text[:begin]) else begin
