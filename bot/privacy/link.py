"""Links to pages and accounts. A bare site name stays, and so does every site of the route map."""

from __future__ import annotations

import re
from typing import Iterator

from bot.privacy.data import read, route_map_text
from bot.privacy.recognizer import Recognizer, Span

_END = r"[^\s<>\"'”’)\]},;]"
_LINK = re.compile(
    rf"(?:https?://|www\.){_END}+"
    rf"|(?<![\w@.])(?:[\w-]+\.)+[a-z]{{2,12}}/{_END}+"
    rf"|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:jouwweb|wordpress|blogspot|weebly|tumblr|wixsite)\.(?:nl|com)(?![\w/])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@(?=[\w.]*[\d_.])[\w][\w.]{2,}\w")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,12})", re.IGNORECASE)


class NlUrlRecognizer(Recognizer):
    soort = "URL"

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._public = {match[1].lower() for match in _HOST.finditer(route_map_text())} - set(
            read("privacy", "tekens.yml")["openbare_profielen"]
        )

    def find(self, text: str) -> Iterator[Span]:
        for match in _LINK.finditer(text):
            end = match.end() - (len(match[0]) - len(match[0].rstrip(".:!?…-")))
            host = _HOST.match(match[0])
            if not (host and host[1].lower() in self._public):
                yield match.start(), end
        for match in _HANDLE.finditer(text):
            yield match.span()
