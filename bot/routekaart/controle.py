"""When a person last checked a contact fact, and whether that is too long ago."""

from __future__ import annotations

import calendar
import datetime as dt

HOUDBAAR_MAANDEN = 6


def verlopen(gecontroleerd_op: dt.date, vandaag: dt.date) -> bool:
    """Whether a check is more than six months old."""
    years, month = divmod(gecontroleerd_op.month - 1 + HOUDBAAR_MAANDEN, 12)
    year = gecontroleerd_op.year + years
    last_day = calendar.monthrange(year, month + 1)[1]
    return vandaag > dt.date(year, month + 1, min(gecontroleerd_op.day, last_day))
