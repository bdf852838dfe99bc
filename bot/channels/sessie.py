"""Signed sessions and buttons: nobody joins the conversation of another, and nobody sends Rasa a command."""

from __future__ import annotations

import dataclasses
import functools
import time
from typing import Any, Optional

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from bot.channels.weigering import Refused
from bot.privacy.pseudonym import random_id
from bot.settings import Settings

_KEPT = 4096
"""So many signed buttons are kept."""


@dataclasses.dataclass(frozen=True)
class Sessie:
    """One conversation. `herkomst` is the origin of the page that opened it; place and school type are those of the host page."""

    sender: str
    herkomst: str
    gemeente: Optional[str] = None
    schoolsoort: Optional[str] = None


class Sessions:
    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.sessie_uren * 3600
        self._session = URLSafeTimedSerializer(settings.secret, salt="sessie")
        self._button = URLSafeTimedSerializer(settings.secret, salt="knop")
        self._signed = functools.lru_cache(_KEPT)(lambda sender, payload: str(self._button.dumps([sender, payload])))

    def new(self, herkomst: str, gemeente: Optional[str] = None, schoolsoort: Optional[str] = None) -> tuple[str, Sessie]:
        """The token for the browser, and what it stands for: 128 random bits and where they were given out."""
        sessie = Sessie(random_id(), herkomst, gemeente, schoolsoort)
        return str(self._session.dumps(dataclasses.astuple(sessie))), sessie

    def open(self, token: object, herkomst: str) -> Sessie:
        """Raises Refused (401) where we did not make the token, it is too old, or it was made for another origin."""
        try:
            sessie = Sessie(*self._load(self._session, token))
        except (BadData, ValueError, TypeError):
            raise Refused(401, "sessie_verlopen") from None
        if sessie.herkomst != herkomst:
            raise Refused(401, "sessie_verlopen")
        return sessie

    def sign(self, sessie: Sessie, payload: str) -> str:
        """The same button of the same talk is signed once: most come back with every answer, and none outlives its session."""
        return self._signed(sessie.sender, payload)

    def payload(self, sessie: Sessie, button: object) -> str:
        """The payload of a button. Raises Refused (403) where it was not given to this session."""
        try:
            owner, payload = self._load(self._button, button)
        except (BadData, ValueError, TypeError):
            raise Refused(403, "onbekende_knop") from None
        if owner != sessie.sender:
            raise Refused(403, "onbekende_knop")
        return str(payload)

    def _load(self, signer: URLSafeTimedSerializer, token: object) -> Any:
        """What was signed. A clock that was set back, or runs behind that of another server, does not end a conversation."""
        value, made = signer.loads(str(token), return_timestamp=True)
        if abs(time.time() - made.timestamp()) > self._seconds:
            raise SignatureExpired("too old")
        return value
