"""Functions ("who helps with what") and the organisations that fulfil them."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Optional

from pydantic import Field

from bot.routekaart.deel import Deel, Feit, Tekst, filled
from bot.routekaart.rol import Schoolsoort
from bot.routekaart.uren import Uren


class Volgt(str, Enum):
    """Which municipality decides who fulfils a function: that of the pupil's home or that of the school."""

    WOONPLAATS = "woonplaats"
    SCHOOL = "school"


class Functie(Deel):
    """A kind of help, whatever it is called locally: `jeugdhulp_toegang` is the CJG in Kampen, the JGT in Lisse."""

    naam: str
    uitleg: Tekst
    lokaal: bool = Field(False, description="true: fulfilled by another organisation in each region")
    volgt: Optional[Volgt] = None
    ook_bekend_als: tuple[str, ...] = Field((), description="names and abbreviations that teachers use")


class Zekerheid(str, Enum):
    """How directly the source speaks of this municipality."""

    BEVESTIGD = "bevestigd"
    AFGELEID = "afgeleid"
    VEROUDERD = "verouderd"


class Organisatie(Deel):
    """An organisation with its contact facts. What has no source is left out, never guessed."""

    naam: str
    functies: tuple[str, ...] = Field(minItems=1)
    bron: str = Field(description="source for the fact that this organisation fulfils these functions")
    zekerheid: Zekerheid = Zekerheid.BEVESTIGD
    gemeenten: tuple[str, ...] = Field((), description="only in these municipalities of the region; empty: in all")
    schoolsoort: Optional[Schoolsoort] = None
    waarvoor: Optional[Tekst] = None
    wie_mag: Optional[Tekst] = Field(None, description="who in school may make contact")
    telefoon: Optional[Feit] = None
    email: Optional[Feit] = None
    url: Optional[Feit] = None
    uren: Optional[Uren] = None
    let_op: Optional[Tekst] = Field(None, description="a caution that the teacher reads beside the contact")
    opmerking: Optional[str] = Field(None, description="for those who keep the route map; never shown to a teacher")
    eigenaar: Optional[str] = Field(None, description="who keeps these facts right")
    ook_bekend_als: tuple[str, ...] = ()

    _filled = filled("functies")

    @property
    def feiten(self) -> tuple[Feit, ...]:
        return tuple(feit for feit in (self.telefoon, self.email, self.url) if feit)

    @property
    def gecontroleerd_op(self) -> Optional[dt.date]:
        """The day of the oldest check, None as soon as one fact was never checked by a person."""
        dagen = [feit.gecontroleerd_op for feit in self.feiten]
        return min(dag for dag in dagen if dag) if dagen and all(dagen) else None
