"""The route map of this action server: read on first use, read again when a file of it changed."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.routekaart import Routekaart, load
from bot.settings import Settings

_lock = threading.Lock()
_kept: tuple[Path, float, Routekaart] | None = None


def kaart() -> Routekaart:
    """Raises RoutekaartFout where the content is broken and none was read before."""
    global _kept
    with _lock:
        folder = _kept[0] if _kept else Path(Settings.from_env().routekaart)
        newest = max((path.stat().st_mtime for path in folder.rglob("*.yml")), default=0.0)
        if _kept is None or _kept[1] != newest:
            _kept = (folder, newest, load(folder))
        return _kept[2]
