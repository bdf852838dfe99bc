"""Words, initials and signs of a message, with their place in it."""

from __future__ import annotations

import re
from typing import NamedTuple

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_APOSTROPHE = "['’`´]"
_TOKEN = re.compile(
    rf"v/d|(?<!\w)(?:{_LETTER}\.){{1,4}}(?!\w)|(?<!\w){_APOSTROPHE}[tsnkm](?!\w)|{_APOSTROPHE}[sS](?!\w)"
    rf"|(?:{_LETTER})+(?:(?:-|{_APOSTROPHE}(?!s(?!\w)))(?:{_LETTER})+)*(?!\w)|\w+|[^\w\s]",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """`start` and `end` are offsets in code points."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'").replace("`", "'").replace("´", "'")

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def tokenize(text: str) -> list[Token]:
    return [Token(match[0], *match.span()) for match in _TOKEN.finditer(text)]
