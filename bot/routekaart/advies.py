"""The answer to "where do I go with this?": complete, and the same for the chat, the cards and the command line."""

from __future__ import annotations

import dataclasses
from typing import Any, Optional


@dataclasses.dataclass(frozen=True)
class Urgent:
    niveau: str
    reden: str


@dataclasses.dataclass(frozen=True)
class Eerst:
    rol: str
    tekst: str


@dataclasses.dataclass(frozen=True)
class Contact:
    """A contact outside school. What is not known is None; `organisatie` None means: ask in school, as `waarvoor` says."""

    functie: str
    organisatie: Optional[str]
    telefoon: Optional[str]
    email: Optional[str]
    url: Optional[str]
    uren: Optional[str]
    waarvoor: str
    wie_mag: Optional[str]
    bron: Optional[str]
    bron_datum: Optional[str]
    gecontroleerd_op: Optional[str]

    def as_dict(self) -> dict[str, Optional[str]]:
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True)
class Toestemmen:
    nodig: str
    tekst: str


@dataclasses.dataclass(frozen=True)
class Herkomst:
    titel: str
    url: Optional[str]
    datum: Optional[str]


@dataclasses.dataclass(frozen=True)
class Advies:
    """One advice. Dates are ISO text, `schoolsoort` is None where it is not known."""

    zorgvraag: str
    gemeente: Optional[str]
    schoolsoort: Optional[str]
    rol: str
    urgentie: Urgent
    eerst_in_school: Eerst
    contacten: tuple[Contact, ...]
    stappen: tuple[str, ...]
    niet_doen: tuple[str, ...]
    zin: str
    toestemming: Toestemmen
    escalatie: str
    bronnen: tuple[Herkomst, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain lists, dicts, strings and None, ready for JSON."""
        plain: dict[str, Any] = _plain(dataclasses.asdict(self))
        return plain

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Advies:
        """The inverse of `as_dict`."""
        return cls(
            **{
                **data,
                "urgentie": Urgent(**data["urgentie"]),
                "eerst_in_school": Eerst(**data["eerst_in_school"]),
                "contacten": tuple(Contact(**contact) for contact in data["contacten"]),
                "stappen": tuple(data["stappen"]),
                "niet_doen": tuple(data["niet_doen"]),
                "toestemming": Toestemmen(**data["toestemming"]),
                "bronnen": tuple(Herkomst(**bron) for bron in data["bronnen"]),
            }
        )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
