"""Bank account numbers: those with a right check digit, and those that plainly are meant as a Dutch one."""

from __future__ import annotations

import re
from typing import Iterator

from stdnum import iban

from bot.privacy.recognizer import Recognizer, Span

_IBAN = re.compile(r"(?<!\w)[a-z]{2}[ .]?\d{2}(?:[ .-]?[a-z0-9]){11,30}(?!\w)", re.IGNORECASE)
_DUTCH = re.compile(r"(?<!\w)nl[ .]?\d{2}[ .-]?[a-z]{4}(?:[ .-]?\d){9,11}(?!\w)", re.IGNORECASE)


class NlIbanRecognizer(Recognizer):
    soort = "IBAN"
    score = 1.0

    def find(self, text: str) -> Iterator[Span]:
        for match in _DUTCH.finditer(text):
            yield match.span()
        for match in _IBAN.finditer(text):
            end = self._end(match[0])
            if end:
                yield match.start(), match.start() + end

    @staticmethod
    def _end(candidate: str) -> int:
        """The longest beginning that is a valid number: the words after it may look like more of it."""
        for end in range(len(candidate), 14, -1):
            piece = candidate[:end]
            if piece[-1].isalnum() and iban.is_valid(re.sub(r"[ .-]", "", piece), check_country=False):
                return end
        return 0
