"""One turn at a time in a conversation, on one machine or on several."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import weakref
from typing import Any, AsyncIterator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError, LockStore

from bot.server.breaker import Breaker

logger = logging.getLogger(__name__)

_LEASE_SECONDS = 1.5
"""Renewed while the turn goes on; so long the next message waits for a replica that was killed."""
_WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.02
_REDIS_SECONDS = 0.5
_REST_SECONDS = 2.0


class Locks(LockStore):
    """Within this process without polling; between replicas by Redis' own lock, whose taking and giving back are atomic.

    Without Redis a turn goes on with the lock of this process alone: the store only adds events, so nothing is lost by it.
    """

    def __init__(self, redis_url: str = "") -> None:
        self._mine: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._redis = _client(redis_url) if redis_url else None
        self._breaker = Breaker(_REST_SECONDS)

    @contextlib.asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = _LEASE_SECONDS, wait_time_in_seconds: float = _WAIT_SECONDS
    ) -> AsyncIterator[TicketLock]:
        """Raises LockError where the turn before does not end."""
        mine = self._mine.setdefault(conversation_id, asyncio.Lock())
        async with mine:
            shared = await self._take(conversation_id)
            renewing = asyncio.ensure_future(self._renew(shared))
            try:
                yield TicketLock(conversation_id)
            finally:
                renewing.cancel()
                if shared is not None:
                    await self._give_back(shared)

    async def reachable(self) -> bool:
        """Whether Redis answers; True where there is none to ask."""
        if self._redis is None:
            return True
        try:
            await self._redis.ping()
        except Exception:
            return False
        return True

    async def _take(self, conversation_id: str) -> Optional[Any]:
        from redis.exceptions import RedisError

        if self._redis is None or self._breaker.resting:
            return None
        shared = self._redis.lock(
            f"wegwijzer:{conversation_id}", timeout=_LEASE_SECONDS, blocking_timeout=_WAIT_SECONDS, sleep=_POLL_SECONDS
        )
        try:
            taken = await shared.acquire()
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._breaker.failed()
            logger.error(
                "No lock of the replicas could be taken, so only this one keeps the turns of a conversation apart: %s", type(error).__name__
            )
            return None
        if not taken:
            raise LockError("The turn before this one does not end.")
        return shared

    async def _renew(self, shared: Optional[Any]) -> None:
        from redis.exceptions import RedisError

        while shared is not None:
            await asyncio.sleep(_LEASE_SECONDS / 3)
            with contextlib.suppress(RedisError, OSError, asyncio.TimeoutError):
                await shared.reacquire()

    async def _give_back(self, shared: Any) -> None:
        from redis.exceptions import RedisError

        try:
            await shared.release()
        except (RedisError, OSError, asyncio.TimeoutError) as error:  # it ends by itself
            logger.warning("A lock in Redis could not be given back: %s", type(error).__name__)


def _client(url: str) -> Any:
    import redis.asyncio

    return redis.asyncio.Redis.from_url(url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS)
