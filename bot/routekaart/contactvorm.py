"""What a contact fact has to look like: a number with a digit too few reaches nobody."""

from __future__ import annotations

import re
from typing import Iterator, Mapping

from bot.routekaart.organisatie import Organisatie
from bot.routekaart.zin import Zin, zin

_NUMMER = re.compile(
    r"11[23]|116\d{3}"  # alarm, 113, European helplines
    r"|14\d{3,4}"  # a municipality: 14 and its area code
    r"|0[89]00(\d{4}|\d{7})"  # information numbers are short or long
    r"|(0|\+31|0031)[1-9]\d{8}"
)
_VORM: Mapping[str, tuple[re.Pattern[str], Zin]] = {
    "telefoon": (_NUMMER, zin("this is not a Dutch phone number: look it up again in the source, digit by digit")),
    "email": (re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"), zin("write a mail address such as hulp@organisatie.nl")),
    "url": (re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?"), zin("write the whole address, beginning with https://")),
}


def wrong_facts(organisatie: Organisatie) -> Iterator[tuple[str, str, Zin]]:
    """Field, value and mend of each contact fact that cannot be right."""
    for field, (pattern, mend) in _VORM.items():
        feit = getattr(organisatie, field)
        if feit and not pattern.fullmatch(_plain(feit.waarde) if field == "telefoon" else feit.waarde):
            yield field, feit.waarde, mend


def _plain(number: str) -> str:
    return re.sub(r"[ ()\-]", "", number)
