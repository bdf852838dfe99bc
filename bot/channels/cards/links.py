"""What can be called, mailed or opened in a text."""

from __future__ import annotations

import re
from typing import Iterator, Optional
from urllib.parse import urlsplit

_REACH = re.compile(
    r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\d-])(?:\+31[ -]?\d[\d -]{7,12}\d|0[89]00[ -]\d[\d ]{2,8}\d|0\d{1,3}[ -]\d[\d ]{4,9}\d|14 0\d{2,3}|11[23])(?![\d-]|[ ]\d)"
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def pieces(text: str) -> Iterator[tuple[str, Optional[str]]]:
    """The text in pieces, each with where it leads to, or None where it only is text."""
    done = 0
    for found in _REACH.finditer(text):
        if found.start() > done:
            yield text[done : found.start()], None
        yield found.group(), target(found.group())
        done = found.end()
    if done < len(text):
        yield text[done:], None


def target(reach: str) -> Optional[str]:
    """The address behind a phone number, mail address or web address; None for anything else, such as `javascript:`."""
    if "@" in reach and "/" not in reach:
        return f"mailto:{reach}"
    if urlsplit(reach).scheme in ("http", "https"):
        return reach
    digits = re.sub(r"[^\d+]", "", reach)
    return f"tel:{digits}" if re.fullmatch(r"[\d\s()+-]+", reach) and digits else None


def markdown(text: str) -> str:
    """The text as CommonMark that shows exactly itself, with its links. Line ends stay."""
    linked = "".join(f"[{_plain(piece)}]({address})" if address else _plain(piece) for piece, address in pieces(text))
    return linked.replace("\n", "  \n")


def _plain(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)
