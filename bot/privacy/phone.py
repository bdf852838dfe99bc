"""Phone numbers: Dutch, foreign, and spoken out. Help lines and every number of the route map stay."""

from __future__ import annotations

import re
from typing import Iterator

import phonenumbers

from bot.privacy.data import route_map_text
from bot.privacy.recognizer import Recognizer, Span, digits

_GAP = r"[ \u00a0./()\u2010-\u2015-]"
_NUMBER = re.compile(rf"(?<![\w+,])(?:\(?\+|00(?=[1-9])|\(?0(?=[1-9]|\)))(?:\d|{_GAP}{{1,3}}(?=[\d()])){{6,20}}(?<=\d)(?![\w@])")
_WORDS = "nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|dubbel"
_SPOKEN = re.compile(rf"(?<!\w)(?:(?:{_WORDS})[ ,-]{{1,3}}){{6,}}(?:{_WORDS})(?!\w)", re.IGNORECASE)
_SERVICE = re.compile(r"^(?:0800|0900|0906|0909|140\d|112|113|116)")
_DUTCH = 10


class NlPhoneRecognizer(Recognizer):
    soort = "TELEFOON"

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._public = {digits(match[0]) for match in _NUMBER.finditer(route_map_text())}

    def find(self, text: str) -> Iterator[Span]:
        for match in _NUMBER.finditer(text):
            number = digits(match[0])
            if number not in self._public and not _SERVICE.match(number) and _is_number(match[0]):
                yield match.start() + (match[0].startswith("(") and ")" not in match[0]), match.end()
        for match in _SPOKEN.finditer(text):
            yield match.span()


def _is_number(text: str) -> bool:
    number = digits(text)
    if "+" in text or number.startswith("00"):
        try:
            return bool(
                phonenumbers.is_possible_number(
                    phonenumbers.parse(text.replace("(0)", "").replace("00", "+", 1) if "+" not in text else text, "NL")
                )
            )
        except phonenumbers.NumberParseException:
            return False
    return len(number) == _DUTCH or (number.startswith("06") and 8 <= len(number) <= _DUTCH + 1)
