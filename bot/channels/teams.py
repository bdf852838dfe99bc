"""The Teams channel: one address to which Microsoft posts what happens in Teams.

Microsoft gets its answer at once; the turn runs in the background and its answers are posted to Teams. A conversation is one person in
one private chat, group chat or thread, so nothing that was said in private shows up in a group.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import urlsplit

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.antwoord import Antwoord, Knop
from bot.channels.door import Door
from bot.channels.limiet import Limiter
from bot.channels.microsoft import judgement, render
from bot.channels.microsoft.activity import Activity
from bot.channels.microsoft.connector import Address, Connector, NotSent
from bot.channels.microsoft.guard import Guard, NotAllowed
from bot.channels.microsoft.http import Http
from bot.channels.microsoft.keys import Keys
from bot.channels.microsoft.lanes import Lanes, Seen
from bot.channels.microsoft.output import TeamsOutput
from bot.channels.microsoft.store import Store
from bot.channels.microsoft.token import Tokens, credential
from bot.channels.sessie import Sessie, Sessions
from bot.channels.turn import Handler, failed, in_time, turn
from bot.channels.weigering import Refused
from bot.privacy.pseudonym import random_id
from bot.privacy.retention import Retention
from bot.settings import STATE, Settings
from bot.teksten import teksten

logger = logging.getLogger(__name__)

PREFIX = "/teams"
_LARGEST_BODY = 256 * 1024
_SHUTDOWN_SECONDS = 10
_TYPING_SECONDS = 2
"""So long an answer waits for the sign of life before it, which is never worth more."""
_STORE_SECONDS = 0.5
"""So long a message waits for the database to say which conversation it is part of."""
_GO_PRIVATE = "prive"
"""Payload of our own button, which does not go to Rasa."""


class TeamsInput(InputChannel):
    """`connector` None makes one from the settings."""

    def __init__(self, settings: Settings, connector: Optional[Connector] = None) -> None:
        self._settings = settings
        self._http = Http()
        self._guard = Guard(Keys(self._http, settings.teams_openid_url), settings.teams_app_id, settings.teams_tenant)
        self._connector = connector or self._make_connector()
        self._store = Store(settings.tracker_db, settings.secret, settings.bewaar_dagen)
        self._retention = Retention(settings.tracker_db, STATE, settings.bewaar_dagen)
        self._sessions, self._door = Sessions(settings), Door()
        self._limiter, self._lanes, self._seen = Limiter(settings.max_per_minuut), Lanes(), Seen()

    def _make_connector(self) -> Connector:
        if self._settings.teams_dev_without_auth:
            return Connector(self._http, None)
        return Connector(self._http, Tokens(self._http, credential(self._settings)))

    @classmethod
    def name(cls) -> str:
        return "teams"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Without a registration in Entra there is no such channel."""
        settings = Settings.from_env()
        wanted = settings.teams_app_id or settings.teams_dev_without_auth
        return cls(settings) if wanted else NoTeams()

    def url_prefix(self) -> str:
        return PREFIX

    def get_output_channel(self) -> OutputChannel:
        """For what is not an answer: a reminder, or an event from outside. Works after a restart too."""
        return TeamsOutput(self._deliver, in_turn=False)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        teams = Blueprint("teams")

        @teams.listener("before_server_start")
        async def only_on_loopback(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            if self._settings.teams_dev_without_auth and not _is_loopback(app.state.host):
                raise SystemExit(
                    "WEGWIJZER_TEAMS_DEV_WITHOUT_AUTH is on and the server listens to other machines. Mend: turn it off, or use 127.0.0.1."
                )

        @teams.listener("before_server_stop")
        async def finish(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await self._lanes.finish(_SHUTDOWN_SECONDS)
            await self._http.close()

        @teams.post("/berichten")
        async def activities(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        return teams

    async def _receive(self, request: Request, handler: Handler) -> HTTPResponse:
        data = _json_object(request)
        try:
            await self._admit(request, data or {})
        except NotAllowed as refused:
            logger.warning("A request to the Teams channel was refused: %s", refused)
            return response.empty(refused.status)
        if data is None:
            return response.empty(400)
        activity = Activity(data)
        of_somebody = activity.address.conversation and activity.sender  # else there is no conversation that it could belong to
        if of_somebody and not self._seen.again((activity.type, activity.address.conversation, activity.id or object())):
            self._lanes.start(activity.person, lambda: self._handle(activity, handler, getattr(request.app.ctx, "agent", None)))
        if activity.type == "invoke":
            return response.json(_invoke_answer(activity))
        return response.empty(200)

    async def _admit(self, request: Request, data: Dict[str, Any]) -> None:
        """Raises NotAllowed."""
        if not self._settings.teams_dev_without_auth:
            await self._guard.check(request.headers.get("authorization"), data)
        elif not (_is_loopback(request.ip) and _is_loopback(urlsplit(Activity(data).address.service_url).hostname)):
            raise NotAllowed("without tokens only this machine may talk")

    async def _handle(self, activity: Activity, handler: Handler, agent: Any) -> None:
        """Whatever fails, the next activity is handled."""
        try:
            if activity.type == "message" or (activity.type == "invoke" and activity.button is not None):
                await self._answer(activity, handler, agent)
            elif activity.type == "conversationUpdate" and activity.bot_was_added and activity.is_private:
                await self._post(activity.address, "", Antwoord(teksten("kanaal")["welkom"]))
            elif activity.type == "messageReaction":
                await self._judge(activity, agent)
            elif activity.type == "installationUpdate" and activity.data.get("action") == "remove":
                await asyncio.to_thread(self._store.forget, activity.person)
        except NotSent:
            pass  # the connector has logged it
        except Exception as error:
            logger.error("An activity of Teams could not be handled: %s", type(error).__name__)

    async def _answer(self, activity: Activity, handler: Handler, agent: Any) -> None:
        typing = asyncio.ensure_future(self._type(activity.address))
        sender, is_new = await self._sender(activity)
        answers = await self._answers(activity, sender, handler, agent)
        await _at_most(typing, _TYPING_SECONDS)
        if is_new and not activity.is_private:
            answers.append(Antwoord(teksten("teams")["groep"], (Knop(teksten("teams")["verder_prive"], _GO_PRIVATE),)))
        for answer in answers:
            await self._post(activity.address, sender, answer)

    async def _sender(self, activity: Activity) -> Tuple[str, bool]:
        """The conversation, and whether it is new. Without the database: one for this message alone, so that danger is answered."""
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._store.sender, activity.person, activity.address), _STORE_SECONDS)
        except Exception as error:
            logger.error("A conversation could not be found: %s", type(error).__name__)
            return f"{self.name()}:{random_id()}", False

    async def _answers(self, activity: Activity, sender: str, handler: Handler, agent: Any) -> List[Antwoord]:
        try:
            text, notice = self._incoming(activity, sender)
        except Refused as refused:
            return [Antwoord(refused.tekst)]
        if activity.button is not None and text == _GO_PRIVATE:
            return [await self._go_private(activity)]
        output = TeamsOutput(self._deliver, in_turn=True)
        message = UserMessage(text, output, sender, input_channel=self.name())
        answers = await in_time(
            turn(handler, message, output, self._retention, agent), lambda: failed(agent, text, output), self._settings.beurt_seconden
        )
        output.in_turn = False
        if output.wissen:
            notice = Antwoord(teksten("teams")["gewist"])
        return [*answers, *([notice] if notice else [])]

    def _incoming(self, activity: Activity, sender: str) -> Tuple[str, Optional[Antwoord]]:
        """What Rasa reads, redacted, and what the teacher is told about that. Raises Refused."""
        if not self._limiter.allows(activity.person):
            raise Refused(429, "te_snel")
        if activity.button is not None:
            return self._door.payload(self._sessions.payload(_sessie(sender), activity.button)), None
        typed = activity.text
        if len(typed) > self._settings.max_tekens:
            raise Refused(413, "te_lang", letters=self._settings.max_tekens)
        text, notice = self._door.text(sender, typed)
        if not text:
            raise Refused(400, "leeg")
        return text, notice

    async def _go_private(self, activity: Activity) -> Antwoord:
        """Writes to the person alone, which needs that she has the app."""
        try:
            address = await self._connector.open(activity.address.service_url, activity.bot, activity.sender, activity.tenant)
            await self._post(address, "", Antwoord(teksten("teams")["prive_hier"]))
        except NotSent:
            return Antwoord(teksten("teams")["prive_mislukt"])
        return Antwoord(teksten("teams")["prive_gestuurd"])

    async def _judge(self, activity: Activity, agent: Any) -> None:
        """Thumbs on an advice: `agent` None keeps them in our own table only."""
        kinds = teksten("teams")["reacties"]
        for change in ("reactionsRemoved", "reactionsAdded"):
            for reaction in activity.reactions(change):
                oordeel = next((name for name, reactions in kinds.items() if reaction in reactions), None)
                if oordeel:
                    kept = oordeel if change == "reactionsAdded" else None
                    about = await asyncio.to_thread(self._store.judged, activity.address, activity.reply_to, activity.sender, kept)
                    if about and agent is not None:
                        await judgement.keep(agent, about, None if kept is None else kept == "goed")

    async def _post(self, address: Address, sender: str, answer: Antwoord) -> None:
        """A card that Teams does not take goes as text. Raises NotSent."""
        message = render.message(answer, lambda payload: self._sessions.sign(_sessie(sender), payload))
        try:
            posted = await self._connector.send(address, message)
        except NotSent as error:
            if error.status not in (400, 413) or "attachments" not in message:
                raise
            posted = await self._connector.send(address, render.text(answer))
        if answer.advies and sender and posted:
            await asyncio.to_thread(self._store.advised, address, posted, sender, answer.advies)

    async def _deliver(self, sender: str, answer: Antwoord) -> None:
        address = await asyncio.to_thread(self._store.address, sender)
        if address is None:
            logger.warning("A message for a conversation in Teams had no address any more")
            return
        await self._post(address, sender, answer)

    async def _type(self, address: Address) -> None:
        with contextlib.suppress(NotSent):
            await self._connector.send(address, render.typing(), tries=1)


class NoTeams(InputChannel):
    """In the place of the channel where Teams is not set up: it has no address."""

    @classmethod
    def name(cls) -> str:
        return "teams"

    def url_prefix(self) -> str:
        return PREFIX

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        return Blueprint("teams")


def _sessie(sender: str) -> Sessie:
    return Sessie(sender, herkomst=TeamsInput.name())


async def _at_most(task: asyncio.Future[None], seconds: float) -> None:
    await asyncio.wait([task], timeout=seconds)
    task.cancel()


def _invoke_answer(activity: Activity) -> Dict[str, Any]:
    """What Teams can read; anything else makes it show an error to the teacher."""
    if activity.name == "adaptiveCard/action":
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": teksten("teams")["melding"]}
    return {}


def _json_object(request: Request) -> Optional[Dict[str, Any]]:
    try:
        body = request.json if len(request.body) <= _LARGEST_BODY else None
    except (SanicException, ValueError, RecursionError):
        body = None
    return body if isinstance(body, dict) else None


def _is_loopback(host: Optional[str]) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
