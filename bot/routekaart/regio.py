"""One region: its municipalities, who fulfils which function there, and what school and partners agreed."""

from __future__ import annotations

from typing import Optional

from pydantic import Field

from bot.routekaart.deel import Bron, Deel, Tekst, filled
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.rol import Schoolsoort
from bot.routekaart.route import Stap


class Plaats(Deel):
    """A village or neighbourhood. `anders` holds other spellings and the local name."""

    naam: str
    anders: tuple[str, ...] = ()


class Gemeente(Deel):
    naam: str
    plaatsen: tuple[Plaats, ...] = ()
    anders: tuple[str, ...] = ()


class Aanpassing(Deel):
    """A regional agreement that changes the national route wherever it uses `functie`."""

    functie: str
    zorgvragen: tuple[str, ...] = Field(
        (), description="for these concerns, also where the route does not use the function; empty: where it does"
    )
    schoolsoort: Optional[Schoolsoort] = None
    stap: Optional[Stap] = None
    wie_mag: Optional[Tekst] = None


class Afspraak(Tekst):
    """A working agreement of the region, shown on its page and, for the named concerns, in the advice's sources."""

    zorgvragen: tuple[str, ...] = ()


class Regio(Deel):
    id: str = Field(regex=r"^[a-z_]+$")
    naam: str
    provincie: str
    gemeenten: tuple[Gemeente, ...] = Field(minItems=1)
    bronnen: dict[str, Bron] = Field(default_factory=dict)
    organisaties: tuple[Organisatie, ...] = ()
    aanpassingen: tuple[Aanpassing, ...] = ()
    afspraken: tuple[Afspraak, ...] = ()
    ontbreekt: dict[str, str] = Field(default_factory=dict, description="functions that were searched for and not found, with what to do")

    _filled = filled("gemeenten")
