"""The web channel: the page with the chat, and its small API.

A session id is made and signed by the server; a button is signed for the session that got it. So nobody joins the
conversation of another, and nobody sends Rasa a command.
"""

from __future__ import annotations

import asyncio
import collections
import logging
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Deque, Dict, Optional

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.antwoord import Antwoord, Collector
from bot.channels.door import Door
from bot.channels.headers import HEADERS
from bot.channels.kaart import pagina
from bot.channels.privacy import render
from bot.privacy.pseudonym import random_id
from bot.privacy.retention import Retention
from bot.settings import STATE, Settings
from bot.teksten import teksten

logger = logging.getLogger(__name__)

PAGE = Path(__file__).parents[1] / "web"
_FILES = {"chat.css": "text/css", "chat.js": "text/javascript"}
_TURN_SECONDS = 30

Handler = Callable[[UserMessage], Awaitable[Any]]


class Refused(Exception):
    """A request that the channel does not carry out, with the sentence that the teacher reads."""

    def __init__(self, status: int, reden: str, **values: object) -> None:
        super().__init__(reden)
        self.status, self.tekst = status, str(teksten("kanaal")[reden]).format(**values)


class Sessions:
    """Makes and checks signed session ids and buttons, and counts messages per session."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session = URLSafeTimedSerializer(settings.secret, salt="sessie")
        self._button = URLSafeTimedSerializer(settings.secret, salt="knop")
        self._recent: Dict[str, Deque[float]] = {}

    def new(self) -> str:
        return str(self._session.dumps(random_id()))

    def sender(self, token: object) -> str:
        """The sender id of a session. Raises Refused (401) where we did not make it or it is too old."""
        try:
            sender: str = self._session.loads(str(token), max_age=self._settings.sessie_uren * 3600)
        except (BadSignature, SignatureExpired):
            raise Refused(401, "sessie_verlopen") from None
        return sender

    def sign(self, sender: str, payload: str) -> str:
        return str(self._button.dumps([sender, payload]))

    def payload(self, sender: str, button: object) -> str:
        """The payload of a button. Raises Refused (403) where it was not given to this session."""
        try:
            owner, payload = self._button.loads(str(button))
        except (BadSignature, ValueError, TypeError):
            raise Refused(403, "onbekende_knop") from None
        if owner != sender:
            raise Refused(403, "onbekende_knop")
        return str(payload)

    def count(self, sender: str) -> None:
        """Raises Refused (429) for more messages a minute than allowed."""
        now = time.monotonic()
        if len(self._recent) > 10_000:
            self._recent = {key: times for key, times in self._recent.items() if times and now - times[-1] < 60}
        times = self._recent.setdefault(sender, collections.deque())
        while times and now - times[0] > 60:
            times.popleft()
        if len(times) >= self._settings.max_per_minuut:
            raise Refused(429, "te_snel")
        times.append(now)


class WebInput(InputChannel):
    """The chat page at /chat/ and its messages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sessions = Sessions(settings)
        self._door = Door()
        self._retention = Retention(settings.tracker_db, STATE, settings.bewaar_dagen)

    @classmethod
    def name(cls) -> str:
        return "web"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> WebInput:
        return cls(Settings.from_env())

    def url_prefix(self) -> str:
        return "/chat"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        chat = Blueprint("web")

        @chat.get("/")
        async def page(request: Request) -> HTTPResponse:
            return await response.file(PAGE / "chat.html", mime_type="text/html; charset=utf-8", headers=HEADERS)

        @chat.get("/privacy")
        async def privacy(request: Request) -> HTTPResponse:
            return response.html(render(self._settings), headers=HEADERS)

        @chat.get("/bestand/<naam:str>")
        async def static(request: Request, naam: str) -> HTTPResponse:
            if naam not in _FILES:
                return response.empty(404)
            return await response.file(PAGE / naam, mime_type=f"{_FILES[naam]}; charset=utf-8", headers=HEADERS)

        @chat.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = bool(getattr(request.app.ctx, "agent", None)) and request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503, headers=HEADERS)

        @chat.post("/sessie")
        async def session(request: Request) -> HTTPResponse:
            welkom = Antwoord(teksten("kanaal")["welkom"])
            return response.json({"sessie": self._sessions.new(), "antwoord": [welkom.as_dict()]}, headers=HEADERS)

        @chat.post("/bericht")
        async def message(request: Request) -> HTTPResponse:
            try:
                sender, text, notice = self._incoming(request)
            except Refused as refused:
                return response.json({"fout": refused.tekst}, refused.status, headers=HEADERS)
            answers = [*await self._turn(on_new_message, sender, text), *([notice] if notice else [])]
            return response.json({"antwoord": [await self._outgoing(sender, answer) for answer in answers]}, headers=HEADERS)

        return chat

    def _incoming(self, request: Request) -> tuple[str, str, Optional[Antwoord]]:
        """Who says what, redacted, and what the teacher is told about that. Raises Refused."""
        origin = request.headers.get("origin")
        if origin and origin.split("://")[-1] != request.host and origin not in self._settings.origins:
            raise Refused(403, "sessie_verlopen")
        body = _json_object(request)
        sender, notice = self._sessions.sender(body.get("sessie")), None
        if "knop" in body:
            text = self._door.payload(self._sessions.payload(sender, body["knop"]))
        else:
            typed = str(body.get("tekst") or "")
            if len(typed) > self._settings.max_tekens:
                raise Refused(413, "te_lang", letters=self._settings.max_tekens)
            text, notice = self._door.text(sender, typed)
            if not text:
                raise Refused(400, "leeg")
        self._sessions.count(sender)
        return sender, text, notice

    async def _turn(self, on_new_message: Handler, sender: str, text: str) -> list[Antwoord]:
        """Rasa's answers; the teacher gets a sentence also where Rasa gives none."""
        collector = Collector(self.name())
        try:
            turn = on_new_message(UserMessage(text, collector, sender, input_channel=self.name()))
            await asyncio.wait_for(turn, _TURN_SECONDS)
        except Exception as error:  # whatever fails inside, the teacher gets an answer; the message itself is never logged
            logger.error("A turn failed: %s", type(error).__name__)
            return [*collector.antwoorden, Antwoord(teksten("kanaal")["storing"])]
        if collector.wissen and not await self._delete(sender):
            return [Antwoord(teksten("kanaal")["wissen_mislukt"])]
        return collector.antwoorden or [Antwoord(teksten("kanaal")["storing"])]

    async def _delete(self, sender: str) -> bool:
        """Deletes the conversation, which the action server cannot: it has no access to the store."""
        try:
            await asyncio.to_thread(self._retention.delete, sender)
        except Exception as error:  # the purge deletes it later: it is on its list by now
            logger.error("A conversation could not be deleted: %s", type(error).__name__)
            return False
        return True

    async def _outgoing(self, sender: str, answer: Antwoord) -> dict[str, Any]:
        buttons = [{"title": knop.title, "knop": self._sessions.sign(sender, knop.payload)} for knop in answer.buttons]
        return {**answer.as_dict(), "buttons": buttons, "titel": answer.titel, "delen": answer.delen, "pagina": await pagina(answer.advies)}


def _json_object(request: Request) -> Dict[str, Any]:
    try:
        body = request.json
    except SanicException:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "leeg")
    return body
