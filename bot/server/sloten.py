"""One turn at a time in a conversation: within a process, between the processes of one machine, and between machines."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import fcntl
import logging
import time
import weakref
import zlib
from pathlib import Path
from typing import IO, Any, AsyncIterator, FrozenSet, Optional, Tuple

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
_FILES = 1024
"""So many files stand for all conversations, so two of them seldom wait for each other."""
_held: contextvars.ContextVar[FrozenSet[Tuple[int, str]]] = contextvars.ContextVar("held", default=frozenset())
"""What the present task holds: who asks again within its own turn does not wait for itself."""


class Locks(LockStore):
    """Within this process without polling; between the processes that share `folder` by the locks of the system, which end with the
    process that has them; between replicas by Redis' own lock, whose taking and giving back are atomic.

    Without Redis a turn goes on with the locks of this machine alone: the store only adds events, so nothing is lost by it.
    """

    def __init__(self, redis_url: str = "", folder: Optional[Path] = None) -> None:
        self._mine: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._redis = _client(redis_url) if redis_url else None
        self._folder = folder
        self._breaker = Breaker(_REST_SECONDS)

    @contextlib.asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = _LEASE_SECONDS, wait_time_in_seconds: float = _WAIT_SECONDS
    ) -> AsyncIterator[TicketLock]:
        """Raises LockError where the turn before does not end."""
        held, this = _held.get(), (id(self), conversation_id)
        if this in held:
            yield TicketLock(conversation_id)
            return
        mine = self._mine.setdefault(conversation_id, asyncio.Lock())
        async with mine, self._between_processes(conversation_id):
            shared = await self._take(conversation_id)
            renewing = asyncio.ensure_future(self._renew(shared)) if shared is not None else None
            token = _held.set(held | {this})
            try:
                yield TicketLock(conversation_id)
            finally:
                _held.reset(token)
                if renewing is not None:
                    renewing.cancel()
                    await self._give_back(shared)

    @contextlib.asynccontextmanager
    async def _between_processes(self, conversation_id: str) -> AsyncIterator[None]:
        file = self._file(conversation_id)
        if file is None:
            yield
            return
        end = time.monotonic() + _WAIT_SECONDS
        with file:
            while not _locked(file):
                if time.monotonic() > end:
                    raise LockError("The turn before this one does not end.")
                await asyncio.sleep(_POLL_SECONDS)
            yield

    def _file(self, conversation_id: str) -> Optional[IO[bytes]]:
        """None where there is no other process, and where the disk takes no file."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return (self._folder / str(zlib.crc32(conversation_id.encode()) % _FILES)).open("ab")
        except OSError as error:
            _alone(error)
            return None

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

    async def _renew(self, shared: Any) -> None:
        from redis.exceptions import RedisError

        while True:
            await asyncio.sleep(_LEASE_SECONDS / 3)
            with contextlib.suppress(RedisError, OSError, asyncio.TimeoutError):
                await shared.reacquire()

    async def _give_back(self, shared: Any) -> None:
        from redis.exceptions import RedisError

        try:
            await shared.release()
        except (RedisError, OSError, asyncio.TimeoutError) as error:  # it ends by itself
            logger.warning("A lock in Redis could not be given back: %s", type(error).__name__)


def _alone(error: OSError) -> None:
    logger.error("No lock of this machine could be taken, so only this process keeps the turns apart: %s", type(error).__name__)


def _locked(file: IO[bytes]) -> bool:
    """Until the file is closed, or the process ends. Where the file system has no locks, a turn goes on all the same."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        _alone(error)
    return True


def _client(url: str) -> Any:
    import redis.asyncio

    return redis.asyncio.Redis.from_url(url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS)
