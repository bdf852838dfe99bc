"""What stands twice: the later one would win in silence, or a teacher would get the route of another municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Iterator

from bot.routekaart.bestand import Bestand, Fout, Weg
from bot.routekaart.plaatsen import normal
from bot.routekaart.regio import Regio
from bot.routekaart.zin import zin

if TYPE_CHECKING:
    from bot.routekaart.loader import Inhoud

Naam = tuple[str, Bestand, Weg]
"""A name, compared as it stands, and where that is."""


def doubles(inhoud: Inhoud) -> Iterator[Fout]:
    """Concerns, routes, regions and municipalities that stand twice, and places in two municipalities."""
    bestand, zorgvragen = inhoud.zorgvragen
    yield from _again(
        ((z.id, bestand, (n, "id")) for n, z in enumerate(zorgvragen)),
        "concern {naam!r} stands twice, first in {eerst}",
        "keep one of the two",
    )
    yield from _again(
        ((r.zorgvraag, b, ("zorgvraag",)) for b, r in inhoud.routes),
        "the route of {naam!r} stands twice, first in {eerst}",
        "keep one of the two files",
    )
    yield from _again(
        ((r.id, b, ("id",)) for b, r in inhoud.regios), "region {naam!r} stands twice, first in {eerst}", "give this file an id of its own"
    )
    yield from _again(_gemeenten(inhoud.regios), "municipality {naam!r} stands twice, first in {eerst}", "keep it in one region")
    first: dict[str, str] = {}
    for gemeente, (name, bestand, weg) in _plaatsen(inhoud.regios):
        if first.setdefault(name, gemeente) != gemeente:
            lies = zin("place {naam!r} lies in {gemeente} already", naam=name, gemeente=first[name])
            yield bestand.fout(weg, lies, zin("keep it in one municipality, or leave it out of both"))


def _again(names: Iterable[Naam], what: str, mend: str) -> Iterator[Fout]:
    first: dict[str, str] = {}
    for name, bestand, weg in names:
        where = f"{bestand.naam}:{bestand.regel(weg)}"
        if name in first:
            yield bestand.fout(weg, zin(what, naam=name, eerst=first[name]), zin(mend))
        first.setdefault(name, where)


def _gemeenten(regios: Iterable[tuple[Bestand, Regio]]) -> Iterator[Naam]:
    for bestand, regio in regios:
        for n, gemeente in enumerate(regio.gemeenten):
            yield normal(gemeente.naam), bestand, ("gemeenten", n, "naam")


def _plaatsen(regios: Iterable[tuple[Bestand, Regio]]) -> Iterator[tuple[str, Naam]]:
    """Every name of every place, with its municipality."""
    for bestand, regio in regios:
        for g, gemeente in enumerate(regio.gemeenten):
            for p, plaats in enumerate(gemeente.plaatsen):
                for name in dict.fromkeys(normal(name) for name in (plaats.naam, *plaats.anders)):
                    yield gemeente.naam, (name, bestand, ("gemeenten", g, "plaatsen", p))
