"""The keys with which Microsoft signs its messages to bots: fetched when first needed, kept for a day."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from typing import Any, Callable, Dict, FrozenSet, Optional

import aiohttp
import jwt

from bot.channels.microsoft.http import Http

logger = logging.getLogger(__name__)

_FRESH_SECONDS = 86_400
_LAST_RESORT_SECONDS = 3 * 86_400
"""So long the last keys serve while Microsoft cannot be reached for new ones."""
_PAUSE_SECONDS = 60
"""An unknown key id leads to one refresh in this time, so that a forger cannot make us call Microsoft."""
_PAUSE_AFTER_FAILURE_SECONDS = 5


class KeysUnavailable(Exception):
    """Microsoft's keys could not be fetched, so that nobody can say whether a token is good."""


@dataclasses.dataclass(frozen=True)
class SigningKey:
    """An RSA key and the channels that it may sign for."""

    key: Any
    endorsements: FrozenSet[str]


class Keys:
    """The key set behind an OpenID configuration."""

    def __init__(self, http: Http, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._http, self._url, self._clock = http, url, clock
        self._keys: Dict[str, SigningKey] = {}
        self._fetched, self._tried, self._failed = float("-inf"), float("-inf"), False
        self._lock: Optional[asyncio.Lock] = None

    async def get(self, kid: str) -> Optional[SigningKey]:
        """The key of this id, or None where Microsoft has none. Raises KeysUnavailable."""
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._wants_fetch(kid) and self._may_fetch():
                await self._fetch()
            if self._clock() - self._fetched > _LAST_RESORT_SECONDS or (self._failed and kid not in self._keys):
                raise KeysUnavailable
        return self._keys.get(kid)

    async def all(self) -> Dict[str, SigningKey]:
        """Every key, fetched anew. Raises KeysUnavailable."""
        await self._fetch()
        if self._failed:
            raise KeysUnavailable
        return self._keys

    def _wants_fetch(self, kid: str) -> bool:
        return kid not in self._keys or self._clock() - self._fetched > _FRESH_SECONDS

    def _may_fetch(self) -> bool:
        pause = _PAUSE_AFTER_FAILURE_SECONDS if self._failed else _PAUSE_SECONDS
        return self._clock() - self._tried > pause

    async def _fetch(self) -> None:
        try:
            configuration = await self._http.json(self._url)
            listed = (await self._http.json(configuration["jwks_uri"]))["keys"]
            self._keys = dict(pair for pair in map(_parse, listed) if pair)
            self._fetched, self._failed = self._clock(), False
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError, TypeError) as error:
            logger.error("The signing keys of Microsoft could not be fetched: %s", type(error).__name__)
            self._failed = True
        self._tried = self._clock()


def _parse(row: Dict[str, Any]) -> Optional[tuple[str, SigningKey]]:
    """None for a key that we cannot use, such as one of another kind: the others still count."""
    try:
        key = jwt.PyJWK(row, algorithm="RS256").key
        return str(row["kid"]), SigningKey(key, frozenset(row.get("endorsements") or ()))
    except (jwt.PyJWTError, KeyError, TypeError, ValueError):
        return None
