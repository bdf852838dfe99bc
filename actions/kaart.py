"""The route map of this action server: read on first use, read again when a file of it changed."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Optional

from bot.routekaart import Advies, Routekaart, RoutekaartFout, load
from bot.settings import Settings

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""An action asks for the map some twenty times; looking at every file each time took half of a turn."""

_lock = threading.Lock()
_kept: tuple[Path, float, Routekaart] | None = None
_looked = 0.0


def kaart() -> Routekaart:
    """The last good map where the content is broken now. Raises RoutekaartFout where there was none before."""
    global _kept, _looked
    with _lock:
        if _kept is not None and time.monotonic() - _looked < LOOK_SECONDS:
            return _kept[2]
        folder = _kept[0] if _kept else Path(Settings.from_env().routekaart)
        newest = max((path.stat().st_mtime for path in folder.rglob("*.yml")), default=0.0)
        if _kept is None or _kept[1] != newest:
            _kept = (folder, newest, _read(folder))
        _looked = time.monotonic()
        return _kept[2]


def organisations(advies: Advies) -> list[tuple[str, Optional[str]]]:
    """Where an advice sends somebody outside school; whom to ask in school where that is not known is no difference."""
    return [(contact.functie, contact.organisatie) for contact in advies.contacten]


def _read(folder: Path) -> Routekaart:
    try:
        return load(folder)
    except RoutekaartFout as error:
        if _kept is None:
            raise
        logger.error("routekaart: %s", error)
        return _kept[2]
