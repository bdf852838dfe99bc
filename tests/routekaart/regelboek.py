"""Every advice that can be given, and the questions that the never-say and must-say rules ask of it."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Callable, Iterator, Optional

from bot.routekaart import Advies, Rol, Routekaart, Schoolsoort
from bot.routekaart.bestand import Bestand
from bot.routekaart.check import full_text
from bot.routekaart.loader import FOLDER
from bot.routekaart.regels import Regels

Rule = Callable[[Advies], list[str]]
"""What is wrong with an advice by one rule; empty when it keeps to it."""


@dataclasses.dataclass(frozen=True)
class Regelboek:
    """`adviezen` holds each concern × municipality (known, unknown, none) × kind of school × role; the same advice in the same
    place once. `teksten` holds their texts, by concern."""

    kaart: Routekaart
    regels: Regels
    adviezen: tuple[Advies, ...]
    teksten: dict[str, set[str]]

    @classmethod
    def read(cls, kaart: Routekaart) -> Regelboek:
        gemeenten = [gemeente.naam for regio in kaart.regios.values() for gemeente in regio.gemeenten]
        questions = itertools.product(kaart.routes, [None, "Nergenshuizen", *gemeenten], [None, *Schoolsoort], [None, *Rol])
        regels = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)
        adviezen = {dataclasses.replace(advies, schoolsoort=None, rol=""): advies for advies in (kaart.advise(*q) for q in questions)}
        teksten: dict[str, set[str]] = {zorgvraag: set() for zorgvraag in kaart.routes}
        for advies in adviezen.values():
            teksten[advies.zorgvraag].add(full_text(advies, kaart.routes[advies.zorgvraag]))
        return cls(kaart, regels, tuple(adviezen.values()), teksten)

    def on(self, *zorgvragen: str) -> Iterator[Advies]:
        return (advies for advies in self.adviezen if advies.zorgvraag in zorgvragen)

    def one(self, zorgvraag: str, gemeente: Optional[str] = None) -> Advies:
        return self.kaart.advise(zorgvraag, gemeente, Schoolsoort.VO)

    def lines(self, advies: Advies) -> list[str]:
        """Everything that a teacher reads, contact by contact and step by step."""
        return full_text(advies, self.kaart.routes[advies.zorgvraag]).splitlines()

    def faults(self, rule: Rule) -> list[str]:
        """Every advice that breaks a rule."""
        return [
            f"{advies.zorgvraag}, {advies.gemeente}, {advies.schoolsoort}, {advies.rol}: {fault}"
            for advies in self.adviezen
            for fault in rule(advies)
        ]

    def never(self, regel: str, *examples: tuple[str, str]) -> None:
        """No advice breaks the never-say patterns with this number, and each example (concern, step) would."""
        regels = self.regels.copy(update={"verboden": tuple(p for p in self.regels.verboden if p.regel == regel)})
        assert regels.verboden
        for zorgvraag, teksten in self.teksten.items():
            for line in {line for text in teksten for line in text.splitlines()}:
                assert not list(regels.forbidden(line, zorgvraag)), f"{zorgvraag}: {line}"
        for zorgvraag, step in examples:
            lines = self.lines(with_step(self.one(zorgvraag), step))
            assert [line for line in lines if list(regels.forbidden(line, zorgvraag))] == [step]

    def always(self, regel: str) -> None:
        """Every advice has what the must-say patterns with this number ask for, and without those words it would be caught."""
        asked = [(patroon, zorgvraag) for patroon in self.regels.moet if patroon.regel == regel for zorgvraag in patroon.zorgvragen]
        assert asked
        for patroon, zorgvraag in asked:
            for text in self.teksten[zorgvraag]:
                assert patroon not in self.regels.missing(zorgvraag, text), f"{zorgvraag} does not say {patroon.patroon}"
                assert patroon in self.regels.missing(zorgvraag, patroon.regex.sub("", text))


def with_step(advies: Advies, step: str) -> Advies:
    """The advice with one wrong step more: what a careless edit would make of it."""
    return dataclasses.replace(advies, stappen=(*advies.stappen, step))
