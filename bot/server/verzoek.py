"""One id for one request, from the channel to the action server and through every log line on the way."""

from __future__ import annotations

import contextvars
import re
import secrets

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: contextvars.ContextVar[str] = contextvars.ContextVar("verzoek", default="-")


def current() -> str:
    """The id of the request that is being answered; "-" outside of one."""
    return _current.get()


def add(app: Sanic) -> None:
    """Every request gets an id, its own where it brings a sound one, and the answer carries it."""

    @app.on_request
    async def begin(request: Request) -> None:
        given = request.headers.get(HEADER, "")
        _current.set(given if _GIVEN.fullmatch(given) else secrets.token_hex(8))

    @app.on_response
    async def end(request: Request, response: HTTPResponse) -> None:
        response.headers[HEADER] = _current.get()
