"""A commented file for a new municipality: what the routes need is listed, nothing is invented."""

from __future__ import annotations

import json
import re
import string
import textwrap
from pathlib import Path
from typing import Optional

from bot.routekaart.bestand import Bestand, Fout, RoutekaartFout
from bot.routekaart.deel import Deel
from bot.routekaart.loader import FOLDER, load
from bot.routekaart.plaatsen import normal
from bot.routekaart.routekaart import Routekaart

_SJABLOON = FOLDER / "sjablonen" / "regio.yml"
_WIDTH = 110


class Sjabloon(Deel):
    regio: str
    functie: str


def new_gemeente(naam: str, regio: Optional[str] = None, provincie: str = "", folder: Path = FOLDER) -> Path:
    """Writes `regio/<id>.yml` for a municipality and gives its path.

    Raises RoutekaartFout where the name or the id cannot be used, the municipality is known or the file is there already.
    """
    kaart = load(folder)
    naam = " ".join(naam.split())
    id_ = regio if regio is not None else re.sub(r"[^a-z]+", "_", normal(naam)).strip("_")
    path = folder / "regio" / f"{id_}.yml"
    place = f"regio/{id_}.yml"
    if not normal(naam):
        raise RoutekaartFout([Fout(place, 1, "naam", f"{naam!r} is not a name", "give the name of the municipality")])
    if not re.fullmatch(r"[a-z_]+", id_):
        raise RoutekaartFout([Fout(place, 1, "id", f"{id_!r} is not an id", "give --regio with small letters and _ only")])
    if normal(naam) in {normal(gemeente.naam) for known in kaart.regios.values() for gemeente in known.gemeenten}:
        raise RoutekaartFout([Fout(place, 1, "naam", f"{naam} is in the route map already", "change the file of its region")])
    if path.exists():
        raise RoutekaartFout([Fout(place, 1, "", "the file is there already", "give another --regio, or add the municipality to it")])
    sjabloon = Bestand.read(_SJABLOON, FOLDER).as_type(Sjabloon)
    text = _filled(sjabloon, kaart, {"naam": _quoted(naam), "kaal": _plain(naam), "id": _quoted(id_), "provincie": _quoted(provincie)})
    path.write_text(text, encoding="utf-8")
    return path


def _filled(sjabloon: Sjabloon, kaart: Routekaart, values: dict[str, str]) -> str:
    blocks = [_block(sjabloon.functie, kaart, functie, zorgen) for functie, zorgen in _local(kaart).items()]
    return string.Template(sjabloon.regio).substitute(values, functies="\n".join(blocks)) + "\n"


def _local(kaart: Routekaart) -> dict[str, list[str]]:
    """Every local function that the routes use, with the concerns that need it; the most needed first."""
    needed: dict[str, list[str]] = {}
    for zorgvraag in kaart.zorgvragen:
        for functie in dict.fromkeys(hulp.functie for hulp in kaart.routes[zorgvraag].hulp):
            if kaart.landelijk.functies[functie].lokaal:
                needed.setdefault(functie, []).append(zorgvraag)
    return dict(sorted(needed.items(), key=lambda item: -len(item[1])))


def _block(template: str, kaart: Routekaart, functie: str, zorgen: list[str]) -> str:
    known = kaart.landelijk.functies[functie]
    text = string.Template(template).substitute(functie=functie, hulp=known.naam, uitleg=known.uitleg.tekst, zorgen=", ".join(zorgen))
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, _WIDTH, subsequent_indent="# ") or [""]]
    return textwrap.indent("\n".join(lines), "  ") + "\n"


def _quoted(text: str) -> str:
    """A YAML text between quotes, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """A name for inside a comment between quotes."""
    return re.sub(r"[\"\\\n]", "", text)
