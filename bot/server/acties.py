"""The way to the action server: bounded in time and size, with a key in a header, and never trusted blindly."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Dict, Optional

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import fast_json
from bot.server import verzoek
from bot.server.breaker import Breaker
from bot.settings import ACTIONS_KEY_HEADER

logger = logging.getLogger(__name__)

_MOST_BYTES = 1_000_000
_REST_SECONDS = 2.0


class ActionsAway(aiohttp.ClientError):
    """The action server gives no usable answer now."""


class ActionEndpoint(EndpointConfig):
    """Rasa's own waits five minutes for an answer and opens a connection for each action."""

    def __init__(self, url: str, key: str, seconds: float) -> None:
        super().__init__(url, headers={ACTIONS_KEY_HEADER: key})
        self._seconds = seconds
        self._breaker = Breaker(_REST_SECONDS)
        self._session: Optional[aiohttp.ClientSession] = None
        self.errors = 0

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """The answer of an action. Raises ActionsAway."""
        if self._breaker.resting:
            raise ActionsAway("The action server failed just before.")
        try:
            answer = await asyncio.wait_for(self._ask(kwargs["json"]), self._seconds)
        except ClientResponseError as error:  # one action failed; the server is there
            self.errors += 1
            logger.error("The action server answered with status %d", error.status)
            raise ActionsAway(f"status {error.status}") from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            self._breaker.failed()
            self.errors += 1
            logger.error("The action server gave no usable answer: %s", type(error).__name__)
            raise ActionsAway(type(error).__name__) from None
        self._breaker.worked()
        return answer

    async def reachable(self) -> bool:
        """Whether the action server says that it is well."""
        try:
            async with self._http().get(self.url.rsplit("/", 1)[0] + "/health", timeout=aiohttp.ClientTimeout(1)) as response:
                return bool(response.status == 200)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return False

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(headers=self.headers)
        return self._session

    async def _ask(self, call: Dict[str, Any]) -> Dict[str, Any]:
        body = fast_json.write(call)
        try:
            return await self._post(body)
        except aiohttp.ClientConnectionError:  # an idle connection to a server that was started anew; an action changes nothing
            return await self._post(body)

    async def _post(self, body: bytes) -> Dict[str, Any]:
        headers = {"Content-Type": "application/json", verzoek.HEADER: verzoek.current()}
        async with self._http().post(self.url, data=body, headers=headers, allow_redirects=False) as response:
            if response.status == 401:
                logger.error("The action server refuses the key. Mend: give both servers the same WEGWIJZER_SECRET.")
            content = await response.content.read(_MOST_BYTES + 1)
            while len(content) <= _MOST_BYTES and not response.content.at_eof():
                content += await response.content.read(_MOST_BYTES + 1)
            if len(content) > _MOST_BYTES:
                raise ValueError("too large")
            if response.status != 200:
                raise ClientResponseError(response.status, response.reason or "", content.decode("utf-8", "replace"))
            return _checked(fast_json.read(content))


def _checked(answer: Any) -> Dict[str, Any]:
    """Raises ValueError for anything but messages that a channel can show and events."""
    if not isinstance(answer, dict) or not isinstance(answer.get("events"), list) or not isinstance(answer.get("responses"), list):
        raise ValueError("no answer of an action")
    if not all(_is_message(message) for message in answer["responses"]):
        raise ValueError("a message that cannot be shown")
    if not all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in answer["events"]):
        raise ValueError("an event that is none")
    return answer


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("text") or "", str):
        return False
    buttons = message.get("buttons") or []
    return isinstance(buttons, list) and all(
        isinstance(knop, dict) and isinstance(knop.get("title"), str) and isinstance(knop.get("payload"), str) for knop in buttons
    )
