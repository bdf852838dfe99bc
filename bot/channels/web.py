"""The web channel: the chat window, and its small API, which openapi.yml describes."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, List, Optional, Union

import yaml
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import fast_json
from bot.channels import paginas
from bot.channels.activiteit import van_bot, van_leraar
from bot.channels.antwoord import Antwoord
from bot.channels.beurt import Beurten, events
from bot.channels.door import Door
from bot.channels.headers import HEADERS
from bot.channels.kaart import pagina, sitemaker
from bot.channels.limiet import Limiter
from bot.channels.sessie import Sessie, Sessions
from bot.channels.turn import Handler
from bot.channels.verloop import Gezegd, verloop
from bot.channels.weigering import Refused
from bot.privacy.retention import Retention
from bot.settings import STATE, Settings
from bot.teksten import teksten

logger = logging.getLogger(__name__)

_OPENAPI = Path(__file__).with_name("openapi.yml")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_BODY_BYTES = 32_000
"""Room for a text of the greatest length, a session and a button, in any script."""


class WebInput(InputChannel):
    """The chat window at /chat/ and its messages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sessions = Sessions(settings)
        self._per_session = Limiter(settings.max_per_minuut)
        self._per_address = Limiter(settings.max_per_adres)
        self._door = Door()
        self._beurten = Beurten(self.name(), Retention(settings.tracker_db, STATE, settings.bewaar_dagen), settings.beurt_seconden)

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
        paginas.add(chat, self._settings)

        @chat.listener("after_server_start")
        async def make_ready(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            loop.run_in_executor(None, paginas.prepare)

        @chat.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = _agent(request)
            ready = agent is not None and agent.is_ready()
            return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503, headers=HEADERS)

        @chat.get("/openapi.json")
        async def openapi(request: Request) -> HTTPResponse:
            return response.json(yaml.safe_load(_OPENAPI.read_text(encoding="utf-8")), headers=HEADERS)

        def post(path: str, handler: Callable[[Request, Dict[str, Any], str], Awaitable[Dict[str, Any]]]) -> None:
            async def guarded(request: Request) -> HTTPResponse:
                try:
                    herkomst = self._herkomst(request)
                    body = _json_object(request)
                    return _json(await handler(request, body, herkomst))
                except Refused as refused:
                    return _json({"fout": refused.tekst}, refused.status)

            chat.add_route(guarded, path, methods=["POST"], name=path.strip("/"))

        async def message(request: Request, body: Dict[str, Any], herkomst: str) -> Dict[str, Any]:
            return await self._message(on_new_message, request, body, herkomst)

        post("/sessie", self._session)
        post("/gesprek", self._conversation)
        post("/bericht", message)
        post("/wissen", self._delete)
        return chat

    def _herkomst(self, request: Request) -> str:
        """The origin of the page that asks, empty where there is none. Raises Refused for another site, and for a busy address."""
        herkomst: str = request.headers.get("origin") or ""
        if herkomst and herkomst.split("://")[-1] != request.host and herkomst not in self._settings.origins:
            raise Refused(403, "vreemde_site")
        if not self._per_address.allows(_address(request, self._settings.proxys)):
            raise Refused(429, "te_snel")
        return herkomst

    async def _session(self, request: Request, body: Dict[str, Any], herkomst: str) -> Dict[str, Any]:
        soort = body.get("schoolsoort") if body.get("schoolsoort") in ("po", "vo") else None
        token, sessie = self._sessions.new(herkomst, await _gemeente(body.get("gemeente")), soort)
        welkom = Antwoord(teksten("kanaal")["welkom"])
        return {"sessie": token, "antwoord": [await self._outgoing(request, sessie, welkom)]}

    async def _conversation(self, request: Request, body: Dict[str, Any], herkomst: str) -> Dict[str, Any]:
        """What was said in a session, for a page that was reloaded."""
        sessie = self._sessions.open(body.get("sessie"), herkomst)
        said: List[Union[Gezegd, Antwoord]] = [Antwoord(teksten("kanaal")["welkom"])]
        said += verloop(await events(_agent(request), sessie.sender))
        return {
            "verloop": [
                {"activiteit": van_leraar(one.text)} if isinstance(one, Gezegd) else await self._outgoing(request, sessie, one)
                for one in said
            ]
        }

    async def _message(self, handler: Handler, request: Request, body: Dict[str, Any], herkomst: str) -> Dict[str, Any]:
        sessie = self._sessions.open(body.get("sessie"), herkomst)
        text, notice = self._incoming(sessie, body)
        if not self._per_session.allows(sessie.sender):
            raise Refused(429, "te_snel")
        answers = await self._beurten.take(_agent(request), handler, sessie, text, _message_id(body))
        return {"antwoord": [await self._outgoing(request, sessie, answer) for answer in [*answers, *([notice] if notice else [])]]}

    async def _delete(self, request: Request, body: Dict[str, Any], herkomst: str) -> Dict[str, Any]:
        sessie = self._sessions.open(body.get("sessie"), herkomst)
        if not await self._beurten.delete(_agent(request), sessie.sender):
            raise Refused(503, "wissen_mislukt")
        return {"gewist": True}

    def _incoming(self, sessie: Sessie, body: Dict[str, Any]) -> tuple[str, Optional[Antwoord]]:
        """What is said, redacted, and what the teacher is told about that. Raises Refused."""
        if "knop" in body:
            return self._door.payload(self._sessions.payload(sessie, body["knop"])), None
        typed = str(body.get("tekst") or "")
        if len(typed) > self._settings.max_tekens:
            raise Refused(413, "te_lang", letters=self._settings.max_tekens)
        text, notice = self._door.text(sessie.sender, typed)
        if not text:
            raise Refused(400, "leeg")
        return text, notice

    async def _outgoing(self, request: Request, sessie: Sessie, answer: Antwoord) -> Dict[str, Any]:
        signed = {knop.payload: self._sessions.sign(sessie, knop.payload) for knop in answer.buttons}
        path = None if answer.delen else await pagina(answer.advies)
        url = f"{sessie.herkomst or f'{request.scheme}://{request.host}'}{path}" if path else None
        buttons = [{"title": knop.title, "knop": signed[knop.payload]} for knop in answer.buttons]
        return {**answer.as_dict(), "buttons": buttons, "activiteit": van_bot(answer, signed.__getitem__, url)}


def _agent(request: Request) -> Any:
    """Rasa's agent; None while it starts."""
    return getattr(request.app.ctx, "agent", None)


def _address(request: Request, proxys: int) -> str:
    """Of the browser: behind as many proxies as the settings say, each of which adds the address it saw at the end."""
    seen = [part.strip() for part in (request.headers.get("x-forwarded-for") or "").split(",") if part.strip()]
    return str(seen[-min(proxys, len(seen))] if proxys and seen else request.ip)


async def _gemeente(name: object) -> Optional[str]:
    """The municipality of the host page, where the route map has it."""
    if not isinstance(name, str) or len(name) > 100:
        return None
    site = await asyncio.get_running_loop().run_in_executor(None, sitemaker().site)
    return site.kaart.gemeente(name) if site else None


def _message_id(body: Dict[str, Any]) -> Optional[str]:
    """What the browser calls this message, so that it is not answered twice. Raises Refused for anything else than an id."""
    given = body.get("id")
    if given is not None and not (isinstance(given, str) and _MESSAGE_ID.fullmatch(given)):
        raise Refused(400, "onleesbaar")
    return given


def _json_object(request: Request) -> Dict[str, Any]:
    if len(request.body) > _BODY_BYTES:
        raise Refused(413, "te_groot")
    try:
        body = request.json if request.body else {}
    except (SanicException, ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "onleesbaar")
    return body


def _json(body: Dict[str, Any], status: int = 200) -> HTTPResponse:
    return response.raw(fast_json.write(body), status, headers=HEADERS, content_type="application/json")
