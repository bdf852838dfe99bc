"""The route map of this action server: read on first use, read again when a file of it changed."""

from __future__ import annotations

import threading

from bot.routekaart import Routekaart, load
from bot.routekaart.loader import FOLDER

_lock = threading.Lock()
_kept: tuple[float, Routekaart] | None = None


def kaart() -> Routekaart:
    """Raises RoutekaartFout where the content is broken and none was read before."""
    global _kept
    newest = max(path.stat().st_mtime for path in FOLDER.rglob("*.yml"))
    with _lock:
        if _kept is None or _kept[0] != newest:
            _kept = (newest, load())
        return _kept[1]
