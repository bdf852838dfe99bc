"""The action server: rasa-sdk's, for Rasa alone. Without the key nobody reads or runs an action."""

from __future__ import annotations

import hmac
import logging
import time

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.server import verzoek
from bot.server.geheugen import settle
from bot.server.logvorm import use_json_lines
from bot.settings import ACTIONS_KEY_HEADER, Settings

logger = logging.getLogger(__name__)

_MOST_BYTES = 4_000_000


def app(key: str) -> Sanic:
    """The health route is open; every other one asks for the key."""
    server: Sanic = create_app("actions", cors_origins=None)
    server.config.REQUEST_MAX_SIZE = _MOST_BYTES
    verzoek.add(server)

    @server.on_request
    async def guard(request: Request) -> HTTPResponse | None:
        request.ctx.begin = time.perf_counter()
        if request.path == "/health":
            return None
        if not hmac.compare_digest(request.headers.get(ACTIONS_KEY_HEADER, "").encode(), key.encode()):
            return response.json({"error": "wrong key"}, 401)
        if request.headers.get("Content-Encoding"):  # rasa-sdk would unpack it without a limit
            return response.json({"error": "compressed bodies are not read"}, 415)
        return None

    @server.on_response
    async def tell(request: Request, answer: HTTPResponse) -> None:
        if request.path != "/health":
            logger.info("A request was answered with %d in %.3f seconds", answer.status, time.perf_counter() - request.ctx.begin)

    @server.on_response
    async def without_details(request: Request, answer: HTTPResponse) -> HTTPResponse | None:
        """rasa-sdk sends the error and the whole conversation back."""
        return response.json({"error": "the action failed"}, answer.status) if answer.status >= 500 else None

    return server


def serve(settings: Settings, host: str, port: int) -> None:
    """Runs until it is stopped."""
    server = app(settings.actions_key)
    if settings.log_vorm == "json":
        use_json_lines()
    settle()
    server.run(host, port, workers=1, access_log=False)
