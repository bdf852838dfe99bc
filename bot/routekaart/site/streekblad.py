"""What the page of one region says: who helps there, what was agreed, and what was not found."""

from __future__ import annotations

import dataclasses
from typing import Iterator, Optional

from bot.routekaart.organisatie import Organisatie
from bot.routekaart.regio import Regio
from bot.routekaart.routekaart import Routekaart


@dataclasses.dataclass(frozen=True)
class Gat:
    """A function that the region does not have in some of its municipalities (empty: in none of them)."""

    naam: str
    gemeenten: tuple[str, ...]
    wat_nu: Optional[str]


def gaten(kaart: Routekaart, regio: Regio) -> tuple[Gat, ...]:
    """What a route needs here and nobody was found for; those with an advice of their own first."""
    return tuple(sorted(_gaten(kaart, regio), key=lambda gat: gat.wat_nu is None))


def _gaten(kaart: Routekaart, regio: Regio) -> Iterator[Gat]:
    needed = {hulp.functie for route in kaart.routes.values() for hulp in route.hulp}
    names = tuple(gemeente.naam for gemeente in regio.gemeenten)
    for key, functie in kaart.landelijk.functies.items():
        missing = tuple(naam for naam in names if not any(_has(organisatie, key, naam) for organisatie in regio.organisaties))
        if key in regio.ontbreekt or (missing and functie.lokaal and key in needed):
            yield Gat(functie.naam, () if missing == names else missing, regio.ontbreekt.get(key))


def _has(organisatie: Organisatie, functie: str, gemeente: str) -> bool:
    return functie in organisatie.functies and (not organisatie.gemeenten or gemeente in organisatie.gemeenten)
