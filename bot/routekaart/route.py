"""The national route for one concern: which functions help, in which order, with which steps."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from pydantic import Field

from bot.routekaart.deel import Deel, Tekst, filled
from bot.routekaart.rol import Rol, Schoolsoort
from bot.routekaart.zorgvraag import Urgentie


class Spoed(Deel):
    niveau: Urgentie
    reden: Tekst


class Gesprek(Tekst):
    """Whom to talk to first in school. `rol` is a key of `rollen_in_school` in landelijk.yml."""

    rol: str


class EerstInSchool(Deel):
    """Per kind of school for the teacher or mentor, and per other role what that person does first."""

    po: Gesprek
    vo: Gesprek
    rollen: dict[Rol, Gesprek] = Field(default_factory=dict)


class Hulp(Deel):
    """A function outside the classroom that helps with this concern."""

    functie: str
    waarvoor: Tekst
    wie_mag: Optional[Tekst] = None
    schoolsoort: Optional[Schoolsoort] = None


class Stap(Tekst):
    """A step. With `functie` a region may replace its wording by its own agreement."""

    functie: Optional[str] = None
    schoolsoort: Optional[Schoolsoort] = None
    rollen: tuple[Rol, ...] = Field((), description="only for these roles; empty: for all")


class Nodig(str, Enum):
    JA = "ja"
    NEE = "nee"
    UITZONDERING = "uitzondering"


class Toestemming(Tekst):
    nodig: Nodig


class Zin(Tekst):
    """One sentence to say to the pupil or to the parents."""

    aan: str = Field(regex="^(leerling|ouders)$")


class Route(Deel):
    """The national route of one concern, in the order in which the advice shows it."""

    zorgvraag: str
    urgentie: Spoed
    eerste_regel: Optional[Tekst] = Field(None, description="stands above everything else where there is danger")
    eerst_in_school: EerstInSchool
    hulp: tuple[Hulp, ...] = Field(minItems=1)
    stappen: tuple[Stap, ...] = Field(minItems=1)
    niet_doen: tuple[Tekst, ...] = Field(minItems=1)
    zin: Zin
    toestemming: Toestemming
    escalatie: Tekst

    _filled = filled("hulp", "stappen", "niet_doen")
