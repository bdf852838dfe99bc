"""Citizen service numbers: nine digits that pass the elfproef, or about nine digits beside a word such as bsn."""

from __future__ import annotations

import re
from typing import Iterator

from stdnum.nl import bsn

from bot.privacy.recognizer import Recognizer, Span, digits

_NUMBER = re.compile(r"(?<![\w.,+-])\d(?:[ .\u00a0-]?\d){6,9}(?![\w]|[.,-]\d)")
_CUE = re.compile(
    r"(?<!\w)(?:bsn|b\.s\.n\.?|bsn-?n(?:umme)?r|burger ?service ?(?:nummer|nr)|sofi(?:-?nummer|-?nr)?"
    r"|persoonsgebonden ?nummer|pgn|onderwijsnummer)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 45, 25


class NlBsnRecognizer(Recognizer):
    soort = "BSN"
    score = 1.0

    def find(self, text: str) -> Iterator[Span]:
        for match in _NUMBER.finditer(text):
            number = digits(match[0])
            near = text[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
            if (bsn.is_valid(number) and len(number) == 9) or _CUE.search(near):
                yield match.span()
