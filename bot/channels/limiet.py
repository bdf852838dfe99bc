"""So many messages a minute, and no more."""

from __future__ import annotations

import collections
import time
from typing import Deque, Dict

_SECONDS = 60
_MOST_KEYS = 10_000


class Limiter:
    """Counts per key, such as a session or an address, in memory only and for a minute."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._recent: Dict[str, Deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Counts one more, unless the key has had its share."""
        now = time.monotonic()
        if len(self._recent) > _MOST_KEYS:
            self._recent = {key: times for key, times in self._recent.items() if now - times[-1] < _SECONDS}
        times = self._recent.setdefault(key, collections.deque())
        while times and now - times[0] > _SECONDS:
            times.popleft()
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True
