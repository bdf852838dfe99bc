"""Opening hours."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from bot.routekaart.uren import DAGEN, Blok, Uren, kantoortijd

WERKDAGEN = Uren(tekst="werkdagen 9-17", bron="S1", blokken=[Blok(dagen=["ma", "di", "wo", "do", "vr"], van="09:00", tot="17:00")])

ROWS = [
    (dt.datetime(2026, 11, 23, 9, 0), True, "a Monday at opening time"),
    (dt.datetime(2026, 11, 23, 17, 0), False, "closing time is closed"),
    (dt.datetime(2026, 11, 22, 12, 0), False, "a Sunday"),
    (dt.datetime(2026, 12, 25, 12, 0), False, "Christmas, a Friday"),
    (dt.datetime(2026, 4, 27, 12, 0), False, "King's Day, a Monday"),
]


@pytest.mark.parametrize(("moment", "expected", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_open(moment: dt.datetime, expected: bool, reason: str) -> None:
    assert WERKDAGEN.open_op(moment) is expected


def test_always_open_and_unknown() -> None:
    night = dt.datetime(2026, 12, 25, 3, 0)
    assert Uren(tekst="altijd", bron="S1", altijd=True).open_op(night) is True
    assert Uren(tekst="soms", bron="S1").open_op(night) is None


@pytest.mark.parametrize(
    "blok",
    [
        {"dagen": ["xx"], "van": "09:00", "tot": "10:00"},
        {"dagen": ["ma"], "van": "10:00", "tot": "09:00"},
        {"dagen": [], "van": "09:00", "tot": "10:00"},
    ],
)
def test_impossible_hours_are_refused(blok: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Blok(**blok)


UTC = dt.timezone.utc
TOT_MIDDERNACHT = Uren(tekst="elke avond", bron="S1", feestdagen=True, blokken=[Blok(dagen=[*DAGEN], van="18:00", tot="23:59")])
NACHTDIENST = Uren(tekst="elke nacht", bron="S1", feestdagen=True, blokken=[Blok(dagen=[*DAGEN], van="02:00", tot="03:00")])

EDGES = [
    (TOT_MIDDERNACHT, dt.datetime(2026, 12, 31, 23, 59, 59), True, "the last second of New Year's Eve"),
    (TOT_MIDDERNACHT, dt.datetime(2027, 1, 1, 0, 0), False, "the first second of the new year"),
    (WERKDAGEN, dt.datetime(2026, 12, 31, 16, 0), True, "New Year's Eve, a Thursday, is a working day"),
    (WERKDAGEN, dt.datetime(2027, 1, 1, 10, 0), False, "New Year's Day, a Friday"),
    (WERKDAGEN, dt.datetime(2026, 5, 14, 10, 0), False, "Ascension Day, a Thursday"),
    (WERKDAGEN, dt.datetime(2026, 7, 1, 7, 30, tzinfo=UTC), True, "half past nine in summer, told in UTC"),
    (WERKDAGEN, dt.datetime(2026, 12, 1, 7, 30, tzinfo=UTC), False, "half past eight in winter, told in UTC"),
    (NACHTDIENST, dt.datetime(2026, 3, 29, 0, 59, tzinfo=UTC), False, "a minute before the clock goes forward"),
    (NACHTDIENST, dt.datetime(2026, 3, 29, 1, 0, tzinfo=UTC), False, "the clock went from two to three: the hour does not exist"),
    (NACHTDIENST, dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True, "half past two the first time"),
    (NACHTDIENST, dt.datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True, "half past two the second time"),
    (WERKDAGEN, dt.datetime(2026, 12, 31, 23, 30, tzinfo=UTC), False, "the new year here, the old one in UTC"),
]


@pytest.mark.parametrize(("uren", "moment", "expected", "reason"), EDGES, ids=[row[3] for row in EDGES])
def test_holidays_midnight_and_the_clock(uren: Uren, moment: dt.datetime, expected: bool, reason: str) -> None:
    assert uren.open_op(moment) is expected


OFFICE = [
    (dt.datetime(2026, 11, 24, 10, 0), True, "a Tuesday morning"),
    (dt.datetime(2026, 11, 24, 20, 0), False, "a Tuesday evening"),
    (dt.datetime(2026, 11, 28, 10, 0), False, "a Saturday"),
    (dt.datetime(2026, 12, 25, 10, 0), False, "Christmas, a Friday"),
    (dt.datetime(2026, 11, 24, 6, 30, tzinfo=UTC), False, "half past seven here"),
]


@pytest.mark.parametrize(("moment", "expected", "reason"), OFFICE, ids=[row[2] for row in OFFICE])
def test_office_hours(moment: dt.datetime, expected: bool, reason: str) -> None:
    assert kantoortijd(moment) is expected
