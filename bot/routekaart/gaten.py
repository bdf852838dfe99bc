"""What is missing where: functions that a route needs and that nobody fulfils in a municipality."""

from __future__ import annotations

import dataclasses
from typing import Iterator

from bot.routekaart.rol import Schoolsoort
from bot.routekaart.routekaart import Routekaart


@dataclasses.dataclass(frozen=True)
class Gat:
    """`gemeenten` are those of the region without the function; `overal`: all of them, for every kind of school."""

    zorgvraag: str
    regio: str
    functie: str
    gemeenten: tuple[str, ...]
    overal: bool
    opmerking: str | None


def gaten(kaart: Routekaart) -> Iterator[Gat]:
    """Every gap, in the order of the concerns, the regions and the routes."""
    for zorgvraag in kaart.zorgvragen:
        for regio in kaart.regios.values():
            for functie, soorten in _needed(kaart, zorgvraag).items():
                asked = [(gemeente.naam, soort) for gemeente in regio.gemeenten for soort in soorten]
                missing = [(naam, soort) for naam, soort in asked if kaart.contact(functie, naam, soort).organisatie is None]
                if missing:
                    names = tuple(dict.fromkeys(naam for naam, _ in missing))
                    yield Gat(zorgvraag, regio.id, functie, names, missing == asked, regio.ontbreekt.get(functie))


def _needed(kaart: Routekaart, zorgvraag: str) -> dict[str, tuple[Schoolsoort, ...]]:
    """The functions of a route, each with the kinds of school that it helps."""
    needed: dict[str, tuple[Schoolsoort, ...]] = {}
    for hulp in kaart.routes[zorgvraag].hulp:
        soorten = (hulp.schoolsoort,) if hulp.schoolsoort else tuple(Schoolsoort)
        needed[hulp.functie] = tuple(dict.fromkeys((*needed.get(hulp.functie, ()), *soorten)))
    return needed
