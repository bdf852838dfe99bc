"""Whether this server lives and whether it can answer: for supervisors and balancers, not for the public."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

Check = Callable[[], Awaitable[bool]]


def add(app: Sanic, checks: Dict[str, Check]) -> None:
    """`/health/live`: the process answers. `/health/ready`: 200 with a model, even where a check fails: then it answers with less.

    The body says which part is away: {"status": "ok" | "degraded" | "starting", name of a check: bool}.
    """

    async def live(request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    async def ready(request: Request) -> HTTPResponse:
        agent: Any = getattr(app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return response.json({"status": "starting"}, 503)
        parts = {name: await check() for name, check in checks.items()}
        return response.json({"status": "ok" if all(parts.values()) else "degraded", **parts})

    app.add_route(live, "/health/live", name="live")
    app.add_route(ready, "/health/ready", name="ready")
