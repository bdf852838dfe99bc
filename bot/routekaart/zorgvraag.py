"""The concerns that a teacher can bring."""

from __future__ import annotations

from enum import Enum

from pydantic import Field

from bot.routekaart.deel import Deel


class Urgentie(str, Enum):
    NU = "nu"
    VANDAAG = "vandaag"
    DEZE_WEEK = "deze_week"
    GEWOON = "gewoon"


class Lijn(str, Enum):
    """The lanes of the route map."""

    VEILIGHEID = "veiligheid"
    AANWEZIGHEID = "aanwezigheid"
    THUIS = "thuis"
    LEREN = "leren"
    GEZONDHEID = "gezondheid"
    OMGANG = "omgang"


class Zorgvraag(Deel):
    """One concern. Its id is the intent of the language model; `knop` is what a teacher reads on a button."""

    id: str = Field(regex=r"^[a-z_]+$")
    label: str
    knop: str = Field(max_length=60)
    lijn: Lijn
    veiligheid: bool
    urgentie: Urgentie
    wel: str
    niet: str
