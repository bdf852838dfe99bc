"""What holds in the whole country: functions, national organisations, roles in school and fixed sentences."""

from __future__ import annotations

from pydantic import Field

from bot.routekaart.deel import Deel
from bot.routekaart.organisatie import Functie, Organisatie
from bot.routekaart.rol import Rol
from bot.routekaart.route import Gesprek


class RolInSchool(Deel):
    """Somebody in school to talk to: `naam` fits in "praat met je …"."""

    naam: str
    uitleg: str


class Zinnen(Deel):
    """Sentences that the query fills in. `{…}` is replaced; see the field."""

    contact_onbekend: str = Field(description="{functie}: who does this here is not in the route map; {wie} knows")
    onbekende_gemeente: str = Field(description="{gemeente}: there is no regional route, this is the national one")
    beide_schoolsoorten: str = Field(description="{po}, {vo}: kind of school unknown and the texts differ")
    nu_dicht: str = Field(description="{uren}: the organisation is closed at this moment")


class Landelijk(Deel):
    functies: dict[str, Functie]
    rollen_in_school: dict[str, RolInSchool]
    eerst_in_school: dict[Rol, Gesprek] = Field(description="for roles that a route does not name itself")
    wie_weet_het: dict[Rol, str] = Field(description="whom this role asks about a contact that is not in the route map")
    organisaties: tuple[Organisatie, ...]
    zinnen: Zinnen
