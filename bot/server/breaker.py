"""After a failure a service is left alone for a moment, so that one turn waits for it at most once."""

from __future__ import annotations

import time


class Breaker:
    """Not for threads: the event loop alone asks it."""

    def __init__(self, rest_seconds: float) -> None:
        self._rest_seconds = rest_seconds
        self._closed_until = 0.0

    @property
    def resting(self) -> bool:
        return time.monotonic() < self._closed_until

    def failed(self) -> None:
        self._closed_until = time.monotonic() + self._rest_seconds

    def worked(self) -> None:
        self._closed_until = 0.0
