"""Work in the background: in order for one person, side by side for several, and nothing twice."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable, Dict, Hashable, Optional

_REMEMBERED = 10_000

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Each key has a lane of its own; a piece of work waits for the one before it in its lane."""

    def __init__(self) -> None:
        self._last: Dict[str, asyncio.Task[None]] = {}

    def start(self, key: str, work: Work) -> None:
        task = asyncio.get_running_loop().create_task(_after(self._last.get(key), work))
        self._last[key] = task
        task.add_done_callback(lambda done: self._leave(key, done))

    def _leave(self, key: str, done: asyncio.Task[None]) -> None:
        if self._last.get(key) is done:
            del self._last[key]

    async def finish(self, seconds: float) -> None:
        """Lets the work that was begun end, so that a restart loses no answer; what takes longer is given up."""
        if self._last:
            await asyncio.wait(list(self._last.values()), timeout=seconds)


class Seen:
    """Remembers the last keys."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most, self._keys = most, dict[Hashable, None]()

    def again(self, key: Hashable) -> bool:
        """Whether it was seen before; from now on it was."""
        if key in self._keys:
            return True
        self._keys[key] = None
        if len(self._keys) > self._most:
            del self._keys[next(iter(self._keys))]
        return False


async def _after(before: Optional[asyncio.Task[None]], work: Work) -> None:
    if before is not None:
        await asyncio.wait([before])
    await work()
