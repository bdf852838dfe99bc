"""Faults and counts of the content: what `python -m bot routekaart check` prints."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from pathlib import Path
from typing import Iterator, Optional

from bot.routekaart.advies import Advies
from bot.routekaart.bestand import Bestand, Fout, RoutekaartFout
from bot.routekaart.contactvorm import wrong_facts
from bot.routekaart.controle import verlopen
from bot.routekaart.deel import VAKKENNIS, Feit, Tekst
from bot.routekaart.dubbel import doubles
from bot.routekaart.gaten import gaten
from bot.routekaart.loader import FOLDER, Inhoud, missing_references, read, texts
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.regels import Regels, digits, phone_numbers
from bot.routekaart.rol import Rol, Schoolsoort
from bot.routekaart.route import Route
from bot.routekaart.routekaart import MAX_STAPPEN, Routekaart
from bot.routekaart.zin import Zin, zin

MAX_NIET_DOEN = 3
_REGEL = {"regel", "patroon", "reden"}
DE_NACHT = dt.datetime(2027, 1, 1, 3)
"""A moment at which everything with office hours is closed."""

_NEEDS_SOURCE = re.compile(r"\d|\bverplicht|\bwettelijk|\bstrafbaar|\bbinnen (een|twee|drie|vier|zes) (dag|we)", re.IGNORECASE)
"""Numbers, terms and duties may never rest on common knowledge alone."""


@dataclasses.dataclass(frozen=True)
class Verslag:
    """What the check found. `te_controleren`: contact facts that a person never checked, or not for six months."""

    fouten: tuple[Fout, ...]
    te_controleren: tuple[Fout, ...]
    aantallen: dict[str, int]
    door_deskundige_te_lezen: tuple[str, ...]
    gaten: tuple[str, ...]


def check(folder: Path = FOLDER, vandaag: Optional[dt.date] = None) -> Verslag:
    """Every fault with its place and mend, and the counts. Raises nothing: an unreadable file is a fault too."""
    vandaag = vandaag or dt.date.today()
    try:
        inhoud = read(folder)
        regels_bestand = Bestand.read(folder / "regels.yml", folder)
        regels = regels_bestand.as_type(Regels)
    except RoutekaartFout as error:
        return Verslag(error.fouten, (), {}, (), ())
    fouten = [*missing_references(inhoud), *doubles(inhoud)]
    gaps: list[str] = []
    if not fouten:
        kaart = inhoud.routekaart()
        gaps = list(dict.fromkeys(f"{naam}: {gat.functie}" for gat in gaten(kaart) for naam in gat.gemeenten))
        fouten += _advices(inhoud, regels, kaart)
    fouten += [*_language(inhoud, regels), *_sources(inhoud), *_shape(inhoud), *_contacts(inhoud, vandaag)]
    due = tuple(_due(inhoud, vandaag))
    return Verslag(tuple(sorted(set(fouten))), due, _counts(inhoud, len(due), len(gaps)), tuple(_to_read(inhoud)), tuple(gaps))


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
            yield bestand.fout(weg, zin("a number, term or duty rests on common knowledge"), zin("give its public source, or leave it out"))
        for number in phone_numbers(tekst.tekst):
            if digits(number) not in known:
                nobodys = zin("the number {nummer!r} belongs to no organisation (N23)", nummer=number)
                yield bestand.fout(weg, nobodys, zin("add it to an organisation with its source"))


def _feiten(inhoud: Inhoud) -> Iterator[tuple[Bestand, list[str | int], Organisatie, Feit]]:
    for bestand, n, organisatie in _organisaties(inhoud):
        for key in ("telefoon", "email", "url"):
            feit = getattr(organisatie, key)
            if feit:
                yield bestand, ["organisaties", n, key], organisatie, feit


def _contacts(inhoud: Inhoud, vandaag: dt.date) -> Iterator[Fout]:
    for bestand, weg, _, feit in _feiten(inhoud):
        if feit.bron == VAKKENNIS:
            yield bestand.fout(weg, zin("a contact fact rests on common knowledge"), zin("give its public source, or leave it out"))
        if feit.gecontroleerd_op and feit.gecontroleerd_op > vandaag:
            future = zin("{dag} is in the future", dag=feit.gecontroleerd_op)
            yield bestand.fout([*weg, "gecontroleerd_op"], future, zin("write the day of the check"))
    for bestand, n, organisatie in _organisaties(inhoud):
        for field, value, mend in wrong_facts(organisatie):
            yield bestand.fout(["organisaties", n, field], zin("{waarde!r} cannot be right", waarde=value), mend)


def _due(inhoud: Inhoud, vandaag: dt.date) -> Iterator[Fout]:
    for bestand, weg, organisatie, feit in _feiten(inhoud):
        if feit.gecontroleerd_op and not verlopen(feit.gecontroleerd_op, vandaag):
            continue
        when = f"was last checked on {feit.gecontroleerd_op}" if feit.gecontroleerd_op else "was never checked by a person"
        keeper = f" (keeper: {organisatie.eigenaar})" if organisatie.eigenaar else ""
        mend = f"call or look, then write gecontroleerd_op: {vandaag}"
        yield bestand.fout(weg, f"{feit.waarde!r} of {organisatie.naam} {when}{keeper}", mend)


def _shape(inhoud: Inhoud) -> Iterator[Fout]:
    for bestand, route in inhoud.routes:
        if len(route.niet_doen) > MAX_NIET_DOEN:
            yield bestand.fout(
                ["niet_doen"],
                zin("{aantal} things not to do", aantal=len(route.niet_doen)),
                zin("keep the {hoogstens} most important", hoogstens=MAX_NIET_DOEN),
            )
        steps = max(_step_counts(route))
        if steps > MAX_STAPPEN:
            yield bestand.fout(
                ["stappen"], zin("{aantal} steps for one person", aantal=steps), zin("keep at most {hoogstens}", hoogstens=MAX_STAPPEN)
            )
        if bestand.naam != f"routes/{route.zorgvraag}.yml":
            yield bestand.fout(
                ["zorgvraag"],
                zin("the file has another name than its concern"),
                zin("call it {naam}", naam=f"routes/{route.zorgvraag}.yml"),
            )
    for bestand, regio in inhoud.regios:
        if bestand.naam != f"regio/{regio.id}.yml":
            yield bestand.fout(
                ["id"], zin("the file has another name than its region"), zin("call it {naam}", naam=f"regio/{regio.id}.yml")
            )


def _step_counts(route: Route) -> Iterator[int]:
    for rol, soort in itertools.product(Rol, Schoolsoort):
        yield sum((not s.rollen or rol in s.rollen) and s.schoolsoort in (None, soort) for s in route.stappen)


def _advices(inhoud: Inhoud, regels: Regels, kaart: Routekaart) -> Iterator[Fout]:
    """What every advice has to say, and what no region may make it say."""
    places = [None, *(gemeente.naam for regio in kaart.regios.values() for gemeente in regio.gemeenten)]
    for bestand, route in inhoud.routes:
        found: dict[tuple[Zin, Zin], Zin] = {}
        seen: set[str] = set()
        for place, soort, rol, nu in itertools.product(places, Schoolsoort, Rol, (None, DE_NACHT)):
            text = full_text(kaart.advise(route.zorgvraag, place, soort, rol, nu), route)
            if text in seen:
                continue
            who = zin(
                "{plaats}, {schoolsoort}, {rol}, at night" if nu else "{plaats}, {schoolsoort}, {rol}, by day",
                plaats=place or "landelijk",
                schoolsoort=soort.value,
                rol=rol.value,
            )
            for patroon in regels.missing(route.zorgvraag, text):
                silent = zin("does not say {patroon!r} ({regel}: {reden})", **patroon.dict(include=_REGEL))
                found.setdefault((silent, zin("say it")), who)
            for line in set(text.splitlines()) - seen:
                for patroon, words in regels.forbidden(line, route.zorgvraag):
                    said = zin("says {woorden!r} ({regel}: {reden})", woorden=words, **patroon.dict(include=_REGEL))
                    found.setdefault((said, zin("write it in another way")), who)
            seen.update(text.splitlines(), [text])
        for (melding, oplossing), who in found.items():
            yield bestand.fout([], zin("the advice ({wie}) {wat}", wie=who, wat=melding), oplossing)


def full_text(advies: Advies, route: Route) -> str:
    """Everything that a teacher reads of an advice, in one string."""
    first = route.eerste_regel.tekst if route.eerste_regel else ""
    contacts = "\n".join(
        " ".join(filter(None, (c.organisatie, c.telefoon, c.email, c.url, c.uren, c.waarvoor, c.wie_mag))) for c in advies.contacten
    )
    parts = (first, advies.urgentie.reden, advies.eerst_in_school.tekst, contacts, *advies.stappen, *advies.niet_doen)
    return "\n".join((*parts, advies.zin, advies.toestemming.tekst, advies.escalatie))


def _counts(inhoud: Inhoud, due: int, gaps: int) -> dict[str, int]:
    facts = [feit for *_, feit in _feiten(inhoud)]
    never = sum(feit.gecontroleerd_op is None for feit in facts)
    lines = [tekst for _, _, tekst in _all_texts(inhoud)]
    return {
        "zorgvragen": len(inhoud.zorgvragen[1]),
        "regio's": len(inhoud.regios),
        "organisaties": sum(1 for _ in _organisaties(inhoud)),
        "contactfeiten": len(facts),
        "contactfeiten met bron": sum(bool(feit.bron) for feit in facts),
        "contactfeiten nooit door een mens gecontroleerd": never,
        "contactfeiten langer dan 6 maanden geleden gecontroleerd": due - never,
        "teksten": len(lines),
        "teksten met openbare bron": sum(VAKKENNIS not in tekst.bron for tekst in lines),
        "teksten door een deskundige te lezen": sum(VAKKENNIS in tekst.bron for tekst in lines),
        "gaten": gaps,
    }


def _to_read(inhoud: Inhoud) -> Iterator[str]:
    for bestand, weg, tekst in _all_texts(inhoud):
        if VAKKENNIS in tekst.bron:
            yield f"{bestand.naam}:{bestand.regel(weg)}: {tekst.tekst}"
