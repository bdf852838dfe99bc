"""Sends activities to Teams, and tries again where Microsoft asks for that.

Source: "Retry codes for throttling" and "Rate limiting" in Microsoft's Teams documentation: 412, 429, 502 and 504, exponential with jitter.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import email.utils
import json
import logging
import random
from typing import Any, Awaitable, Callable, Dict, Optional
from urllib.parse import quote

import aiohttp

from bot.channels.microsoft.http import Http
from bot.channels.microsoft.token import Tokens, TokenUnavailable

logger = logging.getLogger(__name__)

_TRIES = 5
_AGAIN = {408, 412, 429, 500, 502, 503, 504}
_LONGEST_WAIT_SECONDS = 60.0

Body = Dict[str, Any]
Sleep = Callable[[float], Awaitable[None]]


class NotSent(Exception):
    """Teams did not take it, or not in time. `status` is the last HTTP status, None where there was none."""

    def __init__(self, status: Optional[int]) -> None:
        super().__init__(f"status {status}")
        self.status = status


@dataclasses.dataclass(frozen=True)
class Address:
    """Where a conversation is: the service of its region and its id there."""

    service_url: str
    conversation: str


class Connector:
    """`tokens` None sends without a token: for the playground on this machine."""

    def __init__(self, http: Http, tokens: Optional[Tokens], sleep: Sleep = asyncio.sleep) -> None:
        self._http, self._tokens, self._sleep = http, tokens, sleep

    async def send(self, to: Address, activity: Body, tries: int = _TRIES) -> str:
        """The id that the activity got. Raises NotSent."""
        path = f"v3/conversations/{quote(to.conversation, safe='')}/activities"
        return str((await self._post(to.service_url, path, activity, tries)).get("id") or "")

    async def open(self, service_url: str, bot: str, member: str, tenant: str) -> Address:
        """The private conversation with one person. Raises NotSent, with 403 where she has not installed the app."""
        body = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        return Address(service_url, str((await self._post(service_url, "v3/conversations", body, _TRIES)).get("id") or ""))

    async def _post(self, service_url: str, path: str, body: Body, tries: int) -> Body:
        url, status = f"{service_url.rstrip('/')}/{path}", None
        refused: Optional[str] = None
        for attempt in range(1, tries + 1):
            wait: Optional[str] = None
            try:
                token = await self._tokens.get(refused) if self._tokens else None
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                async with self._http.request("POST", url, json=body, headers=headers) as answer:
                    status, wait = answer.status, answer.headers.get("Retry-After")
                    if status < 300:
                        return _object(await answer.read())
                if status == 401 and token and refused is None:
                    refused = token
                    continue
                if status not in _AGAIN:
                    break
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError, TokenUnavailable) as error:
                logger.warning("A call to Teams failed: %s", error.code if isinstance(error, TokenUnavailable) else type(error).__name__)
            if attempt < tries:
                await self._sleep(_seconds(wait, attempt))
        logger.error("Teams did not take an activity: status %s", status)
        raise NotSent(status)


def _object(body: bytes) -> Body:
    """What a 2xx answer holds; the activity was taken, whatever its form."""
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _seconds(retry_after: Optional[str], attempt: int) -> float:
    """How long to wait: what Microsoft asks (seconds or a date) or ever longer, and a random part, so that not all come back at once."""
    asked = 0.0
    if retry_after:
        try:
            asked = float(retry_after)
        except ValueError:
            asked = _until(retry_after)
    base = asked if 0 < asked < float("inf") else 0.5 * 2 ** (attempt - 1)
    return min(base, _LONGEST_WAIT_SECONDS) + random.uniform(0, 0.5 * attempt)


def _until(date: str) -> float:
    try:
        return (email.utils.parsedate_to_datetime(date) - dt.datetime.now(dt.timezone.utc)).total_seconds()
    except (TypeError, ValueError):
        return 0.0
