"""The Teams channel on a server of its own, with an invented Rasa behind it and an invented Microsoft before it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, Iterator

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.server.protocols.http_protocol import HttpProtocol
from sanic.touchup import TouchUp

from bot.channels.microsoft.connector import Connector
from bot.channels.microsoft.http import Http
from bot.channels.microsoft.token import Secret, Tokens
from bot.channels.teams import TeamsInput
from bot.processes import free_port
from bot.settings import Settings
from tests.channels.teams import microsoft as fake
from tests.channels.teams.microsoft import APP, TENANT, Microsoft

_NUMBERS = itertools.count()
Handler = Callable[[UserMessage], Awaitable[None]]


class Rasa:
    """Stands where Rasa stands: remembers what reaches it, and answers as `answers` says or with the text itself."""

    def __init__(self) -> None:
        self.messages: list[UserMessage] = []
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.gate: asyncio.Event | None = None

    async def __call__(self, message: UserMessage) -> None:
        self.messages.append(message)
        if message.text == "wacht" and self.gate:
            await self.gate.wait()
        if message.text == "breek":
            raise RuntimeError("broken on purpose")
        channel: Any = message.output_channel
        for answer in self.answers.get(message.text or "", [{"text": f"gehoord: {message.text}"}]):
            await channel.send_response(message.sender_id, answer)

    @property
    def texts(self) -> list[str | None]:
        return [message.text for message in self.messages]


class Teams:
    """The running channel, and Microsoft's service that posts to it."""

    def __init__(self, http: aiohttp.ClientSession, channel: TeamsInput, rasa: Rasa, microsoft: Microsoft, url: str) -> None:
        self.http, self.channel, self.rasa, self.microsoft, self.url = http, channel, rasa, microsoft, url

    async def post(self, activity: Any, authorization: str | None = "good") -> tuple[int, bytes]:
        """`authorization` "good": a token that is."""
        header = f"Bearer {self.microsoft.mint()}" if authorization == "good" else authorization
        headers = {"Authorization": header} if header else {}
        body: dict[str, Any] = {"data": activity} if isinstance(activity, bytes) else {"json": activity}
        async with self.http.post(self.url, headers={"Content-Type": "application/json"} | headers, **body) as answer:
            return answer.status, await answer.read()

    async def say(self, text: str = "hallo", **changes: Any) -> tuple[int, bytes]:
        return await self.post(fake.activity(self.microsoft, text, **changes))

    async def press(self, button: Any, **changes: Any) -> None:
        message = fake.activity(self.microsoft, **changes) | {"value": button}
        del message["text"]
        assert (await self.post(message))[0] == 200

    async def quiet(self) -> None:
        """Once everything that was begun is done."""
        await self.channel._lanes.finish(20)

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [post for post in self.microsoft.posted if post["type"] == "message"]


def settings(microsoft: Microsoft, folder: Path, **changes: Any) -> Settings:
    values = {
        "secret": "a secret for the tests, long enough",
        "secret_given": True,
        "tracker_db": str(folder / "gesprekken.sqlite3"),
        "teams_app_id": APP,
        "teams_tenant": TENANT,
        "teams_secret": "geheim~van~Entra",
        "teams_login_url": microsoft.url,
        "teams_openid_url": f"{microsoft.url}/openid",
        "max_per_minuut": 100,
    }
    return Settings(**values | changes)  # type: ignore[arg-type]


def connector(microsoft: Microsoft) -> Connector:
    """As the channel makes it, but it does not sleep: how long it would have is for the tests of the connector."""

    async def no_sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    http = Http(aiohttp.ClientTimeout(total=2.0))
    return Connector(http, Tokens(http, Secret(f"{microsoft.url}/{TENANT}/oauth2/v2.0/token", APP, "geheim~van~Entra")), no_sleep)


@pytest.fixture(scope="session", autouse=True)
def _touch_up_once() -> Iterator[None]:
    """Sanic rewrites its own code when a server starts, which works once in a process; from here on it does so once."""
    real = TouchUp.run

    def once(app: Sanic) -> None:
        if not getattr(HttpProtocol, "__touched__", False):
            real(app)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TouchUp, "run", once)
        yield


async def _nothing(request: Request) -> HTTPResponse:
    return response.empty(404)


@contextlib.asynccontextmanager
async def serve(channel: Any, handler: Handler, host: str = "127.0.0.1", agent: Any = None) -> AsyncIterator[str]:
    """The address of the channel."""
    port, app = free_port(), Sanic(f"teams_test_{next(_NUMBERS)}", configure_logging=False)
    app.blueprint(channel.blueprint(handler), url_prefix=channel.url_prefix())
    app.add_route(_nothing, "/")
    app.ctx.agent = agent
    server = await app.create_server(host, port, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    try:
        yield f"http://127.0.0.1:{port}{channel.url_prefix()}"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    async for running in fake.running():
        yield running


@pytest.fixture
async def teams(microsoft: Microsoft, tmp_path: Path) -> AsyncIterator[Teams]:
    rasa, channel = Rasa(), TeamsInput(settings(microsoft, tmp_path), connector(microsoft))
    async with serve(channel, rasa) as url, aiohttp.ClientSession() as http:
        yield Teams(http, channel, rasa, microsoft, f"{url}/berichten")
