"""Contact facts that are due for checking."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Iterator, Optional, Sequence

from bot.review import redactie
from bot.review.formulieren import FEITEN
from bot.routekaart.controle import verlopen


@dataclasses.dataclass(frozen=True)
class Taak:
    """One organisation with facts that nobody checked in the last six months. `sinds` None: one of them never was."""

    bestand: str
    plek: int
    naam: str
    eigenaar: str
    feiten: tuple[tuple[str, str], ...]
    sinds: Optional[dt.date]


def due(bestanden: Sequence[str], today: dt.date) -> Iterator[Taak]:
    """In the order of the files; the routes hold no contact facts."""
    for bestand in bestanden:
        if bestand.startswith("routes/"):
            continue
        for plek, organisatie in enumerate(redactie.content(bestand).get("organisaties") or []):
            facts = [(name, organisatie[name]) for name in FEITEN if organisatie.get(name)]
            dates = [dt.date.fromisoformat(f["gecontroleerd_op"]) if f.get("gecontroleerd_op") else None for _, f in facts]
            late = [(fact, day) for fact, day in zip(facts, dates, strict=True) if day is None or verlopen(day, today)]
            if late:
                known = [day for _, day in late if day]
                sinds = min(known) if len(known) == len(late) else None
                shown = tuple((name, fact["waarde"]) for (name, fact), _ in late)
                yield Taak(bestand, plek, organisatie["naam"], organisatie.get("eigenaar") or "", shown, sinds)
