"""Opening hours."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from bot.routekaart.uren import Blok, Uren

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
