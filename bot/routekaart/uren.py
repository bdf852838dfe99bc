"""Opening hours as data."""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from typing import Optional

import holidays
from pydantic import Field, root_validator

from bot.routekaart.deel import Deel, filled
from bot.routekaart.zin import Onjuist

DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
TIMEZONE = zoneinfo.ZoneInfo("Europe/Amsterdam")
_LAST_MINUTE = dt.time(23, 59)


@functools.lru_cache(maxsize=1)
def _feestdagen() -> holidays.HolidayBase:
    return holidays.country_holidays("NL")


class Blok(Deel):
    """On these days, from `van` up to `tot` (local Dutch time).

    `tot: 23:59` means until midnight; what comes after midnight is a block of the next day.
    """

    dagen: tuple[str, ...] = Field(minItems=1)
    van: dt.time
    tot: dt.time

    _filled = filled("dagen")

    @root_validator(skip_on_failure=True)
    def _possible(cls, values: dict[str, object]) -> dict[str, object]:
        unknown = set(values["dagen"]) - set(DAGEN)  # type: ignore[call-overload]
        if unknown:
            raise Onjuist("unknown day {dag!r}: use {dagen}", dag=sorted(unknown)[0], dagen=", ".join(DAGEN))
        if values["van"] >= values["tot"]:  # type: ignore[operator]
            raise Onjuist("'van' must be earlier than 'tot'")
        return values

    def holds(self, moment: dt.datetime) -> bool:
        end = dt.time.max if self.tot == _LAST_MINUTE else self.tot
        return DAGEN[moment.weekday()] in self.dagen and self.van <= moment.time() < end


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
        """Whether it is open at a moment (Dutch local time, or with a time zone); None where the hours are not known well enough."""
        if self.altijd:
            return True
        if not self.blokken:
            return None
        local = in_nederland(moment)
        if not self.feestdagen and local.date() in _feestdagen():
            return False
        return any(blok.holds(local) for blok in self.blokken)


def in_nederland(moment: dt.datetime) -> dt.datetime:
    """Dutch local time without a time zone. A moment without one is Dutch already."""
    return moment.astimezone(TIMEZONE).replace(tzinfo=None) if moment.tzinfo else moment


_KANTOOR = Blok(dagen=DAGEN[:5], van=dt.time(8), tot=dt.time(17))


def kantoortijd(moment: dt.datetime) -> bool:
    """Whether an organisation that does not tell its hours can be expected to answer."""
    local = in_nederland(moment)
    return local.date() not in _feestdagen() and _KANTOOR.holds(local)
