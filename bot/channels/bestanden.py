"""The files that a browser loads: read once, compressed once, and kept by the browser under the hash of their content."""

from __future__ import annotations

import dataclasses
import functools
import gzip
import hashlib
from pathlib import Path
from typing import Dict

from bot.settings import ROOT

WEB = Path(__file__).parents[1] / "web"
WEBCHAT = ROOT / "node_modules" / "botframework-webchat" / "dist"
_FOLDERS: Dict[str, Path] = {
    "webchat.js": WEBCHAT,
    "wegwijzer.js": WEB,
    "venster.js": WEB,
    "verbinding.js": WEB,
    "venster.css": WEB,
    "gastpagina.css": WEB,
}
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclasses.dataclass(frozen=True)
class Bestand:
    inhoud: bytes
    gzip: bytes
    soort: str
    merk: str


@functools.cache
def bestand(naam: str) -> Bestand:
    """Raises KeyError for a name that is not ours, FileNotFoundError where set-up did not put the file there."""
    path = _FOLDERS[naam] / naam
    inhoud = path.read_bytes()
    return Bestand(inhoud, gzip.compress(inhoud, 9, mtime=0), _KINDS[path.suffix], hashlib.sha256(inhoud).hexdigest()[:16])


def adres(naam: str) -> str:
    """The path below /chat/ under which a browser may keep the file for ever."""
    return f"bestand/{bestand(naam).merk}/{naam}"
