"""E-mail addresses, also those spelled out. Addresses of the route map stay."""

from __future__ import annotations

import re
from typing import Iterator

from bot.privacy.data import route_map_text
from bot.privacy.recognizer import Recognizer, Span

_ADDRESS = re.compile(r"[\w.%+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_AT = r"(?:@|apen?st[ae]a?rt(?:je)?|a[pt]estaart(?:je)?|\[at\]|\(at\)|\{at\}|<at>|\bat\b)"
_DOT = r"(?:\.|\bpunt\b|\bdot\b|\[dot\]|\(dot\)|\{dot\}|\[punt\]|\(punt\))"
_SIGN = r"(?:_|-|\bstreepje\b|\bliggend streepje\b|\bunderscore\b|\bkoppelteken\b)"
_PART = r"[\w+%-]+"
_SPOKEN = re.compile(
    rf"(?<![\w.]){_PART}(?:\s?(?:{_DOT}|{_SIGN})\s?{_PART})*\s?{_AT}\s?{_PART}(?:\s?(?:{_DOT}|{_SIGN})\s?{_PART})*?\s?{_DOT}\s?"
    r"(?:nl|com|net|org|eu|be|de|info|nu|edu|school|amsterdam|frl|example|test)(?!\w)",
    re.IGNORECASE,
)


class NlEmailRecognizer(Recognizer):
    soort = "EMAIL"

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._public = {match[0].lower() for match in _ADDRESS.finditer(route_map_text())}

    def find(self, text: str) -> Iterator[Span]:
        for pattern in (_ADDRESS, _SPOKEN):
            for match in pattern.finditer(text):
                start, end = match.span()
                end -= len(match[0]) - len(match[0].rstrip(".-_"))
                if text[start:end].lower() not in self._public:
                    yield start, end
