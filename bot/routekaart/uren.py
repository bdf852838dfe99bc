"""Opening hours as data."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Optional

import holidays
from pydantic import root_validator

from bot.routekaart.deel import Deel, filled

DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")


@functools.lru_cache(maxsize=1)
def _feestdagen() -> holidays.HolidayBase:
    return holidays.country_holidays("NL")


class Blok(Deel):
    """On these days, from `van` up to `tot` (local Dutch time; `tot: 24:00` is not valid, write 23:59)."""

    dagen: tuple[str, ...]
    van: dt.time
    tot: dt.time

    _filled = filled("dagen")

    @root_validator(skip_on_failure=True)
    def _possible(cls, values: dict[str, object]) -> dict[str, object]:
        unknown = set(values["dagen"]) - set(DAGEN)  # type: ignore[call-overload]
        if unknown:
            raise ValueError(f"unknown day {sorted(unknown)[0]!r}: use {', '.join(DAGEN)}")
        if values["van"] >= values["tot"]:  # type: ignore[operator]
            raise ValueError("'van' must be earlier than 'tot'")
        return values


class Uren(Deel):
    """When somebody answers: always, or in blocks; closed on Dutch public holidays unless `feestdagen` is true.

    `tekst` is what the teacher reads. Without `altijd` and without blocks nothing is claimed: `open_op` gives None.
    """

    tekst: str
    bron: str
    altijd: bool = False
    blokken: tuple[Blok, ...] = ()
    feestdagen: bool = False

    def open_op(self, moment: dt.datetime) -> Optional[bool]:
        """Whether it is open at a moment in Dutch local time; None where the hours are not known well enough."""
        if self.altijd:
            return True
        if not self.blokken:
            return None
        if not self.feestdagen and moment.date() in _feestdagen():
            return False
        dag = DAGEN[moment.weekday()]
        return any(dag in blok.dagen and blok.van <= moment.time() < blok.tot for blok in self.blokken)
