"""Faults and counts of the content: what `python -m bot routekaart check` prints."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from typing import Iterator

from bot.routekaart.advies import Advies
from bot.routekaart.bestand import Bestand, Fout, RoutekaartFout
from bot.routekaart.deel import VAKKENNIS, Tekst
from bot.routekaart.loader import FOLDER, Inhoud, missing_references, read, texts
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.regels import Regels, digits, phone_numbers
from bot.routekaart.rol import Rol, Schoolsoort
from bot.routekaart.route import Route
from bot.routekaart.routekaart import MAX_STAPPEN, Routekaart

MAX_NIET_DOEN = 3

_NEEDS_SOURCE = re.compile(r"\d|\bverplicht|\bwettelijk|\bstrafbaar|\bbinnen (een|twee|drie|vier|zes) (dag|we)", re.IGNORECASE)
"""Numbers, terms and duties may never rest on common knowledge alone."""


@dataclasses.dataclass(frozen=True)
class Verslag:
    """What the check found."""

    fouten: tuple[Fout, ...]
    aantallen: dict[str, int]
    door_deskundige_te_lezen: tuple[str, ...]
    gaten: tuple[str, ...]


def check(folder: Path = FOLDER) -> Verslag:
    """Every fault with its place and mend, and the counts. Raises nothing: an unreadable file is a fault too."""
    try:
        inhoud = read(folder)
        regels_bestand = Bestand.read(folder / "regels.yml", folder)
        regels = regels_bestand.as_type(Regels)
    except RoutekaartFout as error:
        return Verslag(error.fouten, {}, (), ())
    fouten = [*missing_references(inhoud), *_language(inhoud, regels), *_sources(inhoud), *_shape(inhoud)]
    if not fouten:
        fouten.extend(_advices(inhoud, regels, inhoud.routekaart()))
    return Verslag(tuple(sorted(set(fouten))), _counts(inhoud), tuple(_to_read(inhoud)), tuple(_gaps(inhoud)))


def _parts(inhoud: Inhoud) -> Iterator[tuple[Bestand, object]]:
    yield inhoud.landelijk
    yield from inhoud.routes
    yield from inhoud.regios


def _all_texts(inhoud: Inhoud) -> Iterator[tuple[Bestand, tuple[str | int, ...], Tekst]]:
    for bestand, part in _parts(inhoud):
        for weg, tekst in texts(part):
            yield bestand, weg, tekst


def _organisaties(inhoud: Inhoud) -> Iterator[tuple[Bestand, int, Organisatie]]:
    landelijk, national = inhoud.landelijk
    for bestand, organisaties in [(landelijk, national.organisaties), *((b, regio.organisaties) for b, regio in inhoud.regios)]:
        for n, organisatie in enumerate(organisaties):
            yield bestand, n, organisatie


def _language(inhoud: Inhoud, regels: Regels) -> Iterator[Fout]:
    for bestand, part in _parts(inhoud):
        zorgvraag = part.zorgvraag if isinstance(part, Route) else None
        for weg, tekst in texts(part):
            for melding, oplossing in regels.faults(tekst.tekst, zorgvraag):
                yield bestand.fout(weg, melding, oplossing)


def _sources(inhoud: Inhoud) -> Iterator[Fout]:
    known = {digits(o.telefoon.waarde) for _, _, o in _organisaties(inhoud) if o.telefoon}
    for bestand, weg, tekst in _all_texts(inhoud):
        if VAKKENNIS in tekst.bron and _NEEDS_SOURCE.search(re.sub(r"\b11[23]\b", "", tekst.tekst)):
            yield bestand.fout(weg, "a number, term or duty rests on common knowledge", "give its public source, or leave it out")
        for number in phone_numbers(tekst.tekst):
            if digits(number) not in known:
                yield bestand.fout(
                    weg, f"the number {number!r} belongs to no organisation (N23)", "add it to an organisation with its source"
                )
    for bestand, n, organisatie in _organisaties(inhoud):
        for key, feit in (("telefoon", organisatie.telefoon), ("email", organisatie.email), ("url", organisatie.url)):
            if feit and feit.bron == VAKKENNIS:
                yield bestand.fout(
                    ["organisaties", n, key], "a contact fact rests on common knowledge", "give its public source, or leave it out"
                )


def _shape(inhoud: Inhoud) -> Iterator[Fout]:
    for bestand, route in inhoud.routes:
        if len(route.niet_doen) > MAX_NIET_DOEN:
            yield bestand.fout(["niet_doen"], f"{len(route.niet_doen)} things not to do", f"keep the {MAX_NIET_DOEN} most important")
        steps = max(_step_counts(route))
        if steps > MAX_STAPPEN:
            yield bestand.fout(["stappen"], f"{steps} steps for one person", f"keep at most {MAX_STAPPEN}")
        if bestand.naam != f"routes/{route.zorgvraag}.yml":
            yield bestand.fout(["zorgvraag"], "the file has another name than its concern", f"call it routes/{route.zorgvraag}.yml")


def _step_counts(route: Route) -> Iterator[int]:
    for rol, soort in itertools.product(Rol, Schoolsoort):
        yield sum((not s.rollen or rol in s.rollen) and s.schoolsoort in (None, soort) for s in route.stappen)


def _advices(inhoud: Inhoud, regels: Regels, kaart: Routekaart) -> Iterator[Fout]:
    """What every advice has to say, and what no region may make it say."""
    places = [None, *(gemeente.naam for regio in kaart.regios.values() for gemeente in regio.gemeenten)]
    for bestand, route in inhoud.routes:
        seen: set[str] = set()
        for place, soort, rol in itertools.product(places, Schoolsoort, Rol):
            text = full_text(kaart.advise(route.zorgvraag, place, soort, rol), route)
            if text in seen:
                continue
            who = f"the advice ({place or 'landelijk'}, {soort.value}, {rol.value})"
            for patroon in regels.missing(route.zorgvraag, text):
                yield bestand.fout([], f"{who} does not say {patroon.patroon!r} ({patroon.regel}: {patroon.reden})", "say it")
            for line in set(text.splitlines()) - seen:
                for patroon, words in regels.forbidden(line, route.zorgvraag):
                    yield bestand.fout([], f"{who} says {words!r} ({patroon.regel}: {patroon.reden})", "write it in another way")
            seen.update(text.splitlines(), [text])


def full_text(advies: Advies, route: Route) -> str:
    """Everything that a teacher reads of an advice, in one string."""
    first = route.eerste_regel.tekst if route.eerste_regel else ""
    contacts = "\n".join(
        " ".join(filter(None, (c.organisatie, c.telefoon, c.email, c.url, c.uren, c.waarvoor, c.wie_mag))) for c in advies.contacten
    )
    parts = (first, advies.urgentie.reden, advies.eerst_in_school.tekst, contacts, *advies.stappen, *advies.niet_doen)
    return "\n".join((*parts, advies.zin, advies.toestemming.tekst, advies.escalatie))


def _counts(inhoud: Inhoud) -> dict[str, int]:
    facts = [feit for _, _, organisatie in _organisaties(inhoud) for feit in organisatie.feiten]
    lines = [tekst for _, _, tekst in _all_texts(inhoud)]
    return {
        "zorgvragen": len(inhoud.zorgvragen[1]),
        "regio's": len(inhoud.regios),
        "organisaties": sum(1 for _ in _organisaties(inhoud)),
        "contactfeiten": len(facts),
        "contactfeiten met bron": sum(bool(feit.bron) for feit in facts),
        "contactfeiten nooit door een mens gecontroleerd": sum(feit.gecontroleerd_op is None for feit in facts),
        "teksten": len(lines),
        "teksten met openbare bron": sum(VAKKENNIS not in tekst.bron for tekst in lines),
        "teksten door een deskundige te lezen": sum(VAKKENNIS in tekst.bron for tekst in lines),
        "gaten": sum(1 for _ in _gaps(inhoud)),
    }


def _to_read(inhoud: Inhoud) -> Iterator[str]:
    for bestand, weg, tekst in _all_texts(inhoud):
        if VAKKENNIS in tekst.bron:
            yield f"{bestand.naam}:{bestand.regel(weg)}: {tekst.tekst}"


def _gaps(inhoud: Inhoud) -> Iterator[str]:
    """Local functions that a region does not fulfil in (one of) its municipalities."""
    needed = {hulp.functie for _, route in inhoud.routes for hulp in route.hulp}
    for _, regio in inhoud.regios:
        for functie in sorted(needed):
            if not inhoud.landelijk[1].functies[functie].lokaal:
                continue
            for gemeente in regio.gemeenten:
                if not any(functie in o.functies and (not o.gemeenten or gemeente.naam in o.gemeenten) for o in regio.organisaties):
                    note = regio.ontbreekt.get(functie)
                    yield f"{gemeente.naam}: {functie}" + (f" ({note})" if note else "")
