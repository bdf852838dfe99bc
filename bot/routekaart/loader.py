"""From the folder `data/routekaart` to a Routekaart that is complete and refers to nothing that is not there."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Iterator, List, Type, TypeVar

from bot.routekaart.bestand import Bestand, Fout, RoutekaartFout
from bot.routekaart.deel import VAKKENNIS, Bron, Tekst
from bot.routekaart.dubbel import doubles
from bot.routekaart.landelijk import Landelijk
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.plaatsen import gemeente_per_plaats
from bot.routekaart.regio import Regio
from bot.routekaart.route import Route
from bot.routekaart.routekaart import Routekaart
from bot.routekaart.zin import zin
from bot.routekaart.zorgvraag import Zorgvraag

FOLDER = Path(__file__).parents[2] / "data" / "routekaart"

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Inhoud:
    """Every file as it was read, beside what it means."""

    zorgvragen: tuple[Bestand, list[Zorgvraag]]
    bronnen: tuple[Bestand, dict[str, Bron]]
    landelijk: tuple[Bestand, Landelijk]
    routes: list[tuple[Bestand, Route]]
    regios: list[tuple[Bestand, Regio]]

    def routekaart(self) -> Routekaart:
        regios = {regio.id: regio for _, regio in self.regios}
        return Routekaart(
            zorgvragen={zorgvraag.id: zorgvraag for zorgvraag in self.zorgvragen[1]},
            routes={route.zorgvraag: route for _, route in self.routes},
            landelijk=self.landelijk[1],
            regios=regios,
            bronnen=self.bronnen[1],
            plaatsen=gemeente_per_plaats(regios.values()),
        )


def load(folder: Path = FOLDER) -> Routekaart:
    """The route map. Raises RoutekaartFout, with every fault, where it is not complete."""
    inhoud = read(folder)
    fouten = sorted([*missing_references(inhoud), *doubles(inhoud)])
    if fouten:
        raise RoutekaartFout(fouten)
    return inhoud.routekaart()


def read(folder: Path = FOLDER) -> Inhoud:
    """All files against their schema, without looking at what refers to what."""
    fouten: list[Fout] = []

    def one(path: Path, type_: Type[T]) -> tuple[Bestand, T]:
        try:
            bestand = Bestand.read(path, folder)
            return bestand, bestand.as_type(type_)
        except RoutekaartFout as error:
            fouten.extend(error.fouten)
            raise

    def every(pattern: str, type_: Type[T]) -> Iterator[tuple[Bestand, T]]:
        for path in sorted(folder.glob(pattern)):
            try:
                yield one(path, type_)
            except RoutekaartFout:
                continue

    routes = list(every("routes/*.yml", Route))
    regios = list(every("regio/*.yml", Regio))
    try:
        zorgvragen = one(folder / "zorgvragen.yml", List[Zorgvraag])
        bronnen = one(folder / "bronnen.yml", dict[str, Bron])
        landelijk = one(folder / "landelijk.yml", Landelijk)
    except RoutekaartFout:
        raise RoutekaartFout(sorted(fouten)) from None
    if fouten:
        raise RoutekaartFout(sorted(fouten))
    return Inhoud(zorgvragen, bronnen, landelijk, routes, regios)


def missing_references(inhoud: Inhoud) -> Iterator[Fout]:
    """Everything that points to nothing: concerns without a route, unknown functions, sources, roles, municipalities."""
    yield from _routes(inhoud)
    bestand, landelijk = inhoud.landelijk
    sources = set(inhoud.bronnen[1])
    yield from _tekst_sources(bestand, sources, landelijk)
    yield from _organisaties(bestand, landelijk.organisaties, landelijk, sources, set())
    for bestand, regio in inhoud.regios:
        own = sources | set(regio.bronnen)
        gemeenten = {gemeente.naam for gemeente in regio.gemeenten}
        yield from _tekst_sources(bestand, own, regio)
        yield from _organisaties(bestand, regio.organisaties, landelijk, own, gemeenten)
        concerns = {zorgvraag.id for zorgvraag in inhoud.zorgvragen[1]}
        for n, aanpassing in enumerate(regio.aanpassingen):
            if aanpassing.functie not in landelijk.functies:
                yield _unknown_functie(bestand, ["aanpassingen", n, "functie"], aanpassing.functie)
        named = [*((("aanpassingen", n), part.zorgvragen) for n, part in enumerate(regio.aanpassingen))]
        named += [*((("afspraken", n), part.zorgvragen) for n, part in enumerate(regio.afspraken))]
        for weg, zorgvragen in named:
            for zorgvraag in set(zorgvragen) - concerns:
                yield bestand.fout(
                    [*weg, "zorgvragen"], zin("concern {naam!r} does not exist", naam=zorgvraag), zin("use an id of zorgvragen.yml")
                )
        for functie in set(regio.ontbreekt) - set(landelijk.functies):
            yield _unknown_functie(bestand, ["ontbreekt", functie], functie)


def _routes(inhoud: Inhoud) -> Iterator[Fout]:
    landelijk, sources = inhoud.landelijk[1], set(inhoud.bronnen[1])
    concerns = {zorgvraag.id: n for n, zorgvraag in enumerate(inhoud.zorgvragen[1])}
    for zorgvraag in set(concerns) - {route.zorgvraag for _, route in inhoud.routes}:
        yield inhoud.zorgvragen[0].fout(
            [concerns[zorgvraag]], zin("{naam!r} has no route", naam=zorgvraag), zin("write routes/{naam}.yml", naam=zorgvraag)
        )
    national = {functie for organisatie in landelijk.organisaties for functie in organisatie.functies}
    for bestand, route in inhoud.routes:
        if route.zorgvraag not in concerns:
            yield bestand.fout(
                ["zorgvraag"], zin("concern {naam!r} does not exist", naam=route.zorgvraag), zin("use an id of zorgvragen.yml")
            )
        yield from _tekst_sources(bestand, sources, route)
        for n, hulp in enumerate(route.hulp):
            functie = landelijk.functies.get(hulp.functie)
            if functie is None:
                yield _unknown_functie(bestand, ["hulp", n, "functie"], hulp.functie)
            elif not functie.lokaal and hulp.functie not in national:
                yield bestand.fout(
                    ["hulp", n, "functie"],
                    zin("nobody fulfils {functie!r}", functie=hulp.functie),
                    zin("add an organisation to landelijk.yml"),
                )
        first = route.eerst_in_school
        for weg, gesprek in ((["po"], first.po), (["vo"], first.vo), *((["rollen", rol.value], g) for rol, g in first.rollen.items())):
            if gesprek.rol not in landelijk.rollen_in_school:
                yield bestand.fout(
                    ["eerst_in_school", *weg, "rol"],
                    zin("role {naam!r} does not exist", naam=gesprek.rol),
                    zin("use a key of rollen_in_school"),
                )
        for n, stap in enumerate(route.stappen):
            if stap.functie and stap.functie not in landelijk.functies:
                yield _unknown_functie(bestand, ["stappen", n, "functie"], stap.functie)


def _organisaties(
    bestand: Bestand, organisaties: tuple[Organisatie, ...], landelijk: Landelijk, sources: set[str], gemeenten: set[str]
) -> Iterator[Fout]:
    for n, organisatie in enumerate(organisaties):
        for functie in set(organisatie.functies) - set(landelijk.functies):
            yield _unknown_functie(bestand, ["organisaties", n, "functies"], functie)
        for gemeente in set(organisatie.gemeenten) - gemeenten:
            yield bestand.fout(
                ["organisaties", n, "gemeenten"], zin("{naam!r} is not in this region", naam=gemeente), zin("use a name under 'gemeenten'")
            )
        facts = [(field, getattr(organisatie, field)) for field in ("telefoon", "email", "url", "uren")]
        used = [([field], fact.bron) for field, fact in facts if fact]
        for weg, key in [([], organisatie.bron), *used]:
            if key not in sources:
                yield bestand.fout(
                    ["organisaties", n, *weg, "bron"], zin("source {naam!r} does not exist", naam=key), zin("add it to 'bronnen'")
                )


def _tekst_sources(bestand: Bestand, sources: set[str], part: object) -> Iterator[Fout]:
    for weg, tekst in texts(part):
        for key in set(tekst.bron) - sources - {VAKKENNIS}:
            yield bestand.fout(
                [*weg, "bron"], zin("source {naam!r} does not exist", naam=key), zin("use a key of bronnen.yml or 'vakkennis'")
            )


def texts(part: Any, weg: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Tekst]]:
    """Every Tekst inside a part of the route map, with the way to it."""
    if isinstance(part, Tekst):
        yield weg, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from texts(value, (*weg, str(getattr(key, "value", key))))
    elif isinstance(part, (list, tuple)):
        for n, value in enumerate(part):
            yield from texts(value, (*weg, n))
    elif hasattr(part, "__fields__"):
        for key in part.__fields__:
            yield from texts(getattr(part, key), (*weg, key))


def _unknown_functie(bestand: Bestand, weg: list[str | int], functie: str) -> Fout:
    return bestand.fout(weg, zin("function {naam!r} does not exist", naam=functie), zin("use a key of 'functies' in landelijk.yml"))
