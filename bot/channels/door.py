"""What happens to every typed text before anything else sees it: no commands, no control characters, no personal data."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Dict, Optional

from bot.channels.antwoord import Antwoord
from bot.privacy.redactor import Redactor, default_redactor
from bot.teksten import teksten

_MOST_CONVERSATIONS = 10_000


def clean(text: str) -> str:
    """Typed text as Rasa may read it: no control characters, no leading slash (that would be a command to Rasa)."""
    return " ".join(_visible(text).split()).lstrip("/ ")


class Door:
    """The way in, the same for every channel."""

    def __init__(self, redactor: Optional[Redactor] = None) -> None:
        self._redactor = redactor or default_redactor()
        self._told: Dict[str, None] = {}

    def text(self, sender: str, typed: str) -> tuple[str, Optional[Antwoord]]:
        """The text that may go on, and, once in a conversation, what the teacher is told where something was hidden."""
        hidden = self._redactor(_visible(typed))
        if not hidden.found or sender in self._told:
            return clean(hidden.text), None
        self._told[sender] = None
        if len(self._told) > _MOST_CONVERSATIONS:
            del self._told[next(iter(self._told))]
        return clean(hidden.text), Antwoord(teksten("kanaal")["verborgen"])

    def payload(self, payload: str) -> str:
        """The payload of a button or card, with the personal data in its values hidden."""
        command, brace, values = payload.partition("{")
        if not brace:
            return payload
        try:
            return command + json.dumps(self._values(json.loads(brace + values)), ensure_ascii=False)
        except ValueError:
            return self._redactor(payload).text

    def _values(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._values(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._values(item) for item in value]
        return self._redactor(value).text if isinstance(value, str) else value


def _visible(text: str) -> str:
    """Line ends stay: they tell the recognisers where a name or an address ends."""
    return "".join(letter if letter == "\n" or not unicodedata.category(letter).startswith("C") else " " for letter in text)
