"""The route map as a drawing: per lane a line with a station for each concern, and below it who helps first and who next.

Everything is measured in the units of the drawing, which is as wide as a small phone: so one drawing is readable everywhere.
"""

from __future__ import annotations

import dataclasses
import textwrap
from typing import Iterable

BREED = 300
_STATION_X, _STOP_X, _TEKST_X = 30, 46, 62
_LETTER, _LETTER_KLEIN = 9.0, 7.9
"""Widths that hardly any letter of a system font exceeds, at the sizes of the style sheet."""
_REGEL, _REGEL_KLEIN = 20, 18
_PIL = 72


@dataclasses.dataclass(frozen=True)
class Halte:
    """What is drawn for one concern, before it has a place."""

    zorgvraag: str
    naam: str
    urgentie: str
    spoed: bool
    school: tuple[str, ...]
    buiten: tuple[str, ...]
    pad: str


@dataclasses.dataclass(frozen=True)
class Regel:
    y: int
    tekst: str


@dataclasses.dataclass(frozen=True)
class Station:
    """One concern with its place: a box from `y`, `hoog` high, and two stops with their lines of text."""

    halte: Halte
    y: int
    hoog: int
    naam: tuple[Regel, ...]
    school: tuple[Regel, ...]
    buiten: tuple[Regel, ...]

    @property
    def midden(self) -> int:
        return self.y + self.hoog // 2


@dataclasses.dataclass(frozen=True)
class Lijntekening:
    lijn: str
    hoog: int
    stations: tuple[Station, ...]


def teken(lijn: str, haltes: Iterable[Halte]) -> Lijntekening:
    """The drawing of one lane."""
    stations: list[Station] = []
    y = 4
    for halte in haltes:
        room = BREED - _STATION_X - 24 - (_PIL if halte.spoed else 0)
        naam = textwrap.wrap(halte.naam, int(room / _LETTER))
        hoog = len(naam) * _REGEL + 16
        top = y + hoog + 22
        school = _regels(" / ".join(halte.school), top)
        buiten = _regels(" · ".join(halte.buiten), top + len(school) * _REGEL_KLEIN + 6)
        lines = tuple(Regel(y + 23 + n * _REGEL, text) for n, text in enumerate(naam))
        stations.append(Station(halte, y, hoog, lines, school, buiten))
        y = (buiten or school)[-1].y + 24
    return Lijntekening(lijn, y, tuple(stations))


def _regels(text: str, top: int) -> tuple[Regel, ...]:
    width = int((BREED - _TEKST_X) / _LETTER_KLEIN)
    return tuple(Regel(top + n * _REGEL_KLEIN, line) for n, line in enumerate(textwrap.wrap(text, width)))
