"""A sentence that keeps its template and its values, so that another language can say the same."""

from __future__ import annotations

from typing import Mapping


class Zin(str):
    """English for who works with the files; `bot/review` says it in Dutch to who works on the site."""

    sjabloon: str
    waarden: Mapping[str, object]


def zin(sjabloon: str, **waarden: object) -> Zin:
    """`sjabloon` holds `{name}` for each value, as `str.format` has it."""
    made = Zin(sjabloon.format(**waarden))
    made.sjabloon, made.waarden = sjabloon, waarden
    return made


class Onjuist(ValueError):
    """What a validator of the schema says of a value. pydantic hands the attributes of its errors on."""

    def __init__(self, sjabloon: str, **waarden: object) -> None:
        self.zin = zin(sjabloon, **waarden)
        super().__init__(self.zin)
