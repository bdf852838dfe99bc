"""A request: how long it is must be clear, and it has one id from the channel to the action server, through every log line on the way."""

from __future__ import annotations

import contextvars
import re
import secrets
from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

HEADER = "X-Request-ID"
_LENGTH = re.compile(r"[0-9]{1,12}", re.ASCII)
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: contextvars.ContextVar[str] = contextvars.ContextVar("verzoek", default="-")


def current() -> str:
    """The id of the request that is being answered; "-" outside of one."""
    return _current.get()


class ClearRequest(Request):
    """Refuses a body of unclear length: Sanic reads one of less than nothing for ever, and answers nobody else meanwhile."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lengths, parts = self.headers.getall("content-length", []), self.headers.getall("transfer-encoding", [])
        sound = len(lengths) + len(parts) <= 1 and all(map(_LENGTH.fullmatch, lengths)) and parts in ([], ["chunked"])
        if not sound:
            raise InvalidUsage("Bad Request")


def add(app: Sanic) -> None:
    """Every request is of clear length, and gets an id, its own where it brings a sound one; the answer carries it."""
    app.request_class = ClearRequest

    @app.on_request
    async def begin(request: Request) -> None:
        given = request.headers.get(HEADER, "")
        _current.set(given if _GIVEN.fullmatch(given) else secrets.token_hex(8))

    @app.on_response
    async def end(request: Request, response: HTTPResponse) -> None:
        response.headers[HEADER] = _current.get()
