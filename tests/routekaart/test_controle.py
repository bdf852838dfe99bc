"""How long a check by a person holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routekaart.controle import verlopen

ROWS = [
    (dt.date(2026, 5, 28), dt.date(2026, 11, 28), False, "six months to the day"),
    (dt.date(2026, 5, 28), dt.date(2026, 11, 29), True, "a day more"),
    (dt.date(2026, 8, 31), dt.date(2027, 2, 28), False, "the last day of a short month"),
    (dt.date(2026, 8, 31), dt.date(2027, 3, 1), True, "the day after it"),
    (dt.date(2026, 11, 28), dt.date(2026, 11, 28), False, "today"),
]


@pytest.mark.parametrize(("checked", "today", "expected", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_a_check_holds_for_six_months(checked: dt.date, today: dt.date, expected: bool, reason: str) -> None:
    assert verlopen(checked, today) is expected


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@given(DAYS, DAYS, st.integers(0, 400))
def test_what_is_expired_stays_expired(checked: dt.date, today: dt.date, later: int) -> None:
    assert not verlopen(checked, today) or verlopen(checked, today + dt.timedelta(days=later))
