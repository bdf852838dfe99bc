"""The route map as a site at /routekaart/, made anew when its content changed."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import logging
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, FrozenSet, Optional, Tuple

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.headers import HEADERS
from bot.routekaart import Advies, Routekaart, load
from bot.routekaart.loader import FOLDER
from bot.routekaart.site import NIET_GEVONDEN, START, Bestanden, bouw, leken_woorden
from bot.routekaart.site import pagina as page_of
from bot.settings import Settings
from bot.teksten import teksten

logger = logging.getLogger(__name__)

PREFIX = "/routekaart"
CHAT = "/chat/"
_LOOK_SECONDS = 1.0
"""So often the files are looked at, not for each answer."""
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


@dataclasses.dataclass(frozen=True)
class Site:
    kaart: Routekaart
    files: Bestanden


class Sitemaker:
    """The site of the present content, or the last good one where the present content is broken. Threads may share it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: Optional[FrozenSet[Tuple[str, int, int]]] = None
        self._site: Optional[Site] = None
        self._looked = -_LOOK_SECONDS

    def site(self) -> Optional[Site]:
        """None where no site could be made yet. While a new one is being made, others get the one before."""
        if self._lock.acquire(blocking=self._site is None):
            try:
                self._follow()
            finally:
                self._lock.release()
        return self._site

    @property
    def fresh(self) -> Optional[Site]:
        """The site, where somebody looked at its content just now."""
        return self._site if time.monotonic() - self._looked < _LOOK_SECONDS else None

    def _follow(self) -> None:
        try:
            self._looked = time.monotonic()
            now = self._look()
            if now != self._seen:
                self._seen = now
                kaart = load(self._folder)
                self._site = Site(kaart, bouw(kaart, leken_woorden(), CHAT, f"{PREFIX}/"))
        except Exception as error:  # whatever is wrong with the content, teachers keep the last good site
            logger.error("The site of the route map stays as it was, because its content is broken: %s", error)

    def _look(self) -> FrozenSet[Tuple[str, int, int]]:
        """Differs after any change of the content, also a new or a removed file."""
        files = [*self._folder.rglob("*.yml"), *(self._folder.parent / "lexicon").glob("*.yml")]
        return frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@functools.lru_cache(maxsize=1)
def sitemaker() -> Sitemaker:
    """The one of this process: the site and the links to it agree."""
    return Sitemaker(Path(Settings.from_env().routekaart))


async def pagina(advies: Optional[Dict[str, Any]]) -> Optional[str]:
    """Where an advice can be read and printed, as a path of this server."""
    site = await _in_thread(sitemaker()) if advies else None
    return f"{PREFIX}/{page_of(site.kaart, Advies.from_dict(advies))}" if site and advies else None


async def _in_thread(maker: Sitemaker) -> Optional[Site]:
    return maker.fresh or await asyncio.get_running_loop().run_in_executor(None, maker.site)


class KaartInput(InputChannel):
    """A channel without messages: Rasa serves the pages of its channels, so the site needs no server of its own."""

    def __init__(self, maker: Sitemaker) -> None:
        self._maker = maker

    @classmethod
    def name(cls) -> str:
        return "kaart"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> KaartInput:
        return cls(sitemaker())

    def url_prefix(self) -> str:
        return PREFIX

    def blueprint(self, on_new_message: Callable[..., Any]) -> Blueprint:
        kaart = Blueprint("kaart")

        @kaart.listener("after_server_start")
        async def make_ready(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            loop.run_in_executor(None, self._maker.site)

        @kaart.get("/")
        @kaart.get("/<pad:path>")
        async def page(request: Request, pad: str = "") -> HTTPResponse:
            if request.path == PREFIX:  # the links of the site are relative
                return response.redirect(f"{PREFIX}/", headers=dict(HEADERS))
            return await self._page(pad or START)

        return kaart

    async def _page(self, pad: str) -> HTTPResponse:
        """One of the files in memory: a path is only a key, and never leads to the disk."""
        site = await _in_thread(self._maker)
        if site is None:
            return response.text(teksten("kanaal")["storing"], 503, headers=HEADERS)
        found = pad if pad in site.files else NIET_GEVONDEN
        kind = _KINDS[Path(found).suffix]
        status = 200 if found == pad else 404
        return response.raw(site.files[found], status, headers=HEADERS, content_type=f"{kind}; charset=utf-8")
