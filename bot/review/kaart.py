"""The route map of this process: read again when one of its files changed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import FrozenSet, Optional, Tuple

from bot.routekaart import Routekaart, RoutekaartFout, load
from bot.settings import Settings

Look = FrozenSet[Tuple[str, int, int]]

_lock = threading.Lock()
_kept: Optional[Tuple[Look, Routekaart]] = None


def folder() -> Path:
    return Path(Settings.from_env().routekaart)


def kaart() -> Routekaart:
    """The present content, or the last good one. Raises RoutekaartFout where there never was a good one."""
    global _kept
    with _lock:
        seen = _look(folder())
        if _kept is None or _kept[0] != seen:
            try:
                _kept = (seen, load(folder()))
            except RoutekaartFout:
                if _kept is None:
                    raise
        return _kept[1]


def _look(path: Path) -> Look:
    return frozenset((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in path.rglob("*.yml"))
