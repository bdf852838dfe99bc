"""When a person last checked a contact fact, and whether that is too long ago."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

HOUDBAAR = relativedelta(months=6)


def verlopen(gecontroleerd_op: dt.date, vandaag: dt.date) -> bool:
    """Whether a check is more than six months old."""
    return gecontroleerd_op + HOUDBAAR < vandaag
