"""From the route map to the files of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.routekaart.bestand import Bestand
from bot.routekaart.deel import Bron
from bot.routekaart.loader import FOLDER, load
from bot.routekaart.regio import Regio
from bot.routekaart.routekaart import Routekaart
from bot.routekaart.site import opmaak
from bot.routekaart.site.paden import NIET_GEVONDEN, START, gebied_pad, naar_wortel, zorg_pad
from bot.routekaart.site.streekblad import gaten
from bot.routekaart.site.tekening import Halte, Lijntekening, teken
from bot.routekaart.site.zoekindex import als_script, zoekindex
from bot.routekaart.site.zorgblad import Zorgblad, zorgblad
from bot.routekaart.zorgvraag import Lijn, Urgentie

HIER = Path(__file__).parent

Bestanden = dict[str, bytes]
"""Path below the root of the site -> content."""


def maak(folder: Path = FOLDER) -> Bestanden:
    """The whole site of a content folder. Raises RoutekaartFout where the content is broken."""
    return bouw(load(folder), leken_woorden())


def leken_woorden() -> dict[str, tuple[str, ...]]:
    """The words that lay people and professionals use, per concern: those that the language model knows as well."""
    lexicon = FOLDER.parent / "lexicon" / "woorden.yml"
    return Bestand.read(lexicon, FOLDER.parent).as_type(dict[str, tuple[str, ...]])


def bouw(kaart: Routekaart, woorden: Mapping[str, Sequence[str]], chat: Optional[str] = None, basis: str = "") -> Bestanden:
    """The same bytes for the same content. `chat` is the address of the chat, where there is one.

    `basis` is the address of the root for the page that a server shows for any address that does not exist.
    """
    files = {f"bestand/{path.name}": path.read_bytes() for path in sorted((HIER / "bestanden").iterdir())}
    files["bestand/zoekindex.js"] = als_script(zoekindex(kaart, woorden)).encode()
    env = _environment(kaart, chat)
    files[NIET_GEVONDEN] = env.get_template("niet-gevonden.html").render(wortel=basis).encode()
    for pad, template, values in _pages(kaart):
        files[pad] = env.get_template(template).render(wortel=naar_wortel(pad), **values).encode()
    return files


def _environment(kaart: Routekaart, chat: Optional[str]) -> Environment:
    env = Environment(
        loader=FileSystemLoader(HIER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    organisaties = [*kaart.landelijk.organisaties, *(o for regio in kaart.regios.values() for o in regio.organisaties)]
    nummers = [organisatie.telefoon.waarde for organisatie in organisaties if organisatie.telefoon]
    env.filters.update(
        datum=opmaak.datum,
        tel=opmaak.tel,
        kort_adres=opmaak.kort_adres,
        webadres=opmaak.webadres,
        bronnaam=opmaak.bronnaam,
        met_nummers=opmaak.beller(nummers),
    )
    env.globals.update(kaart=kaart, chat=chat, START=START, gebied_pad=gebied_pad, zorg_pad=zorg_pad, gelezen=_read_until(kaart))
    return env


def _pages(kaart: Routekaart) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, template and values of every page."""
    for regio in (None, *kaart.regios.values()):
        bladen = {zorgvraag: zorgblad(kaart, zorgvraag, regio) for zorgvraag in kaart.zorgvragen}
        lijnen = _lijnen(kaart, bladen)
        if regio is None:
            yield START, "start.html", {"lijnen": lijnen}
            yield gebied_pad(None), "landelijk.html", {"lijnen": lijnen}
        else:
            bronnen = {**kaart.bronnen, **regio.bronnen}
            yield gebied_pad(regio), "regio.html", {"regio": regio, "lijnen": lijnen, "gaten": gaten(kaart, regio), "bronnen": bronnen}
        for zorgvraag, blad in bladen.items():
            yield zorg_pad(zorgvraag, regio), "zorgvraag.html", {"blad": blad}


def _lijnen(kaart: Routekaart, bladen: Mapping[str, Zorgblad]) -> list[Lijntekening]:
    found = [(lijn, [_halte(kaart, blad) for blad in bladen.values() if blad.zorgvraag.lijn is lijn]) for lijn in Lijn]
    return [teken(lijn.value, haltes) for lijn, haltes in found if haltes]


def _halte(kaart: Routekaart, blad: Zorgblad) -> Halte:
    first = blad.route.eerst_in_school
    urgentie = blad.route.urgentie.niveau
    return Halte(
        zorgvraag=blad.zorgvraag.id,
        naam=blad.zorgvraag.knop,
        urgentie=urgentie.value,
        spoed=urgentie in (Urgentie.NU, Urgentie.VANDAAG),
        school=tuple(dict.fromkeys(kaart.landelijk.rollen_in_school[rol].naam for rol in (first.po.rol, first.vo.rol))),
        buiten=tuple(dict.fromkeys(_wie(blad))),
        pad=zorg_pad(blad.zorgvraag.id, blad.regio),
    )


def _wie(blad: Zorgblad) -> Iterator[str]:
    """Per function the organisation that has it here, or the name of the function where that differs or is not known."""
    for groep in blad.hulp:
        names = {adres.contact.organisatie for adres in groep.adressen}
        yield (names.pop() or groep.naam) if len(names) == 1 else groep.naam


def _read_until(kaart: Routekaart) -> str:
    """The last day on which a source was read: the date of the site, so that the same content gives the same site."""
    bronnen: list[Bron] = [*kaart.bronnen.values()]
    regios: list[Regio] = [*kaart.regios.values()]
    return max(bron.gezien_op for bron in (*bronnen, *(b for regio in regios for b in regio.bronnen.values()))).isoformat()
