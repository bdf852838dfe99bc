"""The route map and its one query."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Iterator, Mapping, Optional, Sequence

from bot.routekaart.advies import Advies, Contact, Eerst, Herkomst, Toestemmen, Urgent
from bot.routekaart.deel import VAKKENNIS, Bron, Feit, Tekst
from bot.routekaart.landelijk import Landelijk
from bot.routekaart.organisatie import Organisatie
from bot.routekaart.plaatsen import find_gemeente
from bot.routekaart.regio import Aanpassing, Regio
from bot.routekaart.rol import Rol, Schoolsoort, default_rol, schoolsoort_of
from bot.routekaart.route import Hulp, Route, Stap
from bot.routekaart.uren import kantoortijd
from bot.routekaart.zorgvraag import Urgentie, Zorgvraag

MAX_CONTACTEN = 3
MAX_STAPPEN = 6


@dataclasses.dataclass(frozen=True)
class Situatie:
    """Where, in what kind of school and as whom somebody asks. `regio` is None where the route map has no region."""

    gemeente: Optional[str]
    regio: Optional[Regio]
    schoolsoort: Optional[Schoolsoort]
    rol: Rol


@dataclasses.dataclass(frozen=True)
class Routekaart:
    """All content, checked by the loader: every concern has a route and every reference points somewhere."""

    zorgvragen: Mapping[str, Zorgvraag]
    routes: Mapping[str, Route]
    landelijk: Landelijk
    regios: Mapping[str, Regio]
    bronnen: Mapping[str, Bron]
    plaatsen: Mapping[str, str]

    def gemeente(self, plaats: Optional[str]) -> Optional[str]:
        """The municipality of the route map that a place belongs to, or None."""
        return find_gemeente(self.plaatsen, plaats) if plaats else None

    def regio_of(self, gemeente: Optional[str]) -> Optional[Regio]:
        return next((r for r in self.regios.values() if gemeente in [g.naam for g in r.gemeenten]), None)

    def neighbours(self, zorgvraag: str) -> list[str]:
        """The concerns that the border of this one names: those it is most easily taken for."""
        border = set(re.findall(r"[a-z_]+", self.zorgvragen[zorgvraag].niet.lower()))
        return [other for other in self.zorgvragen if other in border and other != zorgvraag]

    def contact(
        self, functie: str, gemeente: Optional[str] = None, schoolsoort: Optional[Schoolsoort] = None, rol: Optional[Rol] = None
    ) -> Contact:
        """Who fulfils one function in a place. Raises KeyError for a function that does not exist."""
        situatie = self._situatie(gemeente, schoolsoort, rol)
        organisatie = self._organisatie(functie, situatie)
        waarvoor = (organisatie.waarvoor if organisatie else None) or self.landelijk.functies[functie].uitleg
        return self._contact(Hulp(functie=functie, waarvoor=waarvoor), organisatie, "", situatie, None)[0]

    def advise(
        self,
        zorgvraag: str,
        gemeente: Optional[str] = None,
        schoolsoort: Optional[Schoolsoort] = None,
        rol: Optional[Rol] = None,
        nu: Optional[dt.datetime] = None,
    ) -> Advies:
        """The advice for a concern: total over every known concern and any place, school type and role.

        `gemeente` may be any place name; an unknown one gives the national route and None. `nu` (Dutch local time, or with a time
        zone) says what is closed then. Where the concern cannot wait, the answer leads with what is open. Where it can, the order
        stays: the right contact tomorrow is better than another one tonight. Raises KeyError only for a concern that does not exist.
        """
        route = self.routes[zorgvraag]
        situatie = self._situatie(gemeente, schoolsoort, rol)
        soort = situatie.schoolsoort
        contacten = self._contacten(route, situatie, nu)
        stappen = self._stappen(route, situatie)
        eerst, eerst_bron = self._eerst(route, situatie)
        vast = (route.eerste_regel, route.urgentie.reden, *route.niet_doen, route.zin, route.toestemming, route.escalatie)
        teksten = [*stappen, *(tekst for tekst in vast if tekst)]
        return Advies(
            zorgvraag=zorgvraag,
            gemeente=situatie.gemeente,
            schoolsoort=soort.value if soort else None,
            rol=situatie.rol.value,
            urgentie=Urgent(route.urgentie.niveau.value, route.urgentie.reden.tekst),
            eerst_in_school=eerst,
            contacten=tuple(contact for contact, _ in contacten),
            stappen=tuple(stap.tekst for stap in stappen),
            niet_doen=tuple(tekst.tekst for tekst in route.niet_doen),
            zin=route.zin.tekst,
            toestemming=Toestemmen(route.toestemming.nodig.value, route.toestemming.tekst),
            escalatie=route.escalatie.tekst,
            bronnen=self._herkomst(
                [*(key for _, keys in contacten for key in keys), *eerst_bron, *(k for t in teksten for k in t.bron)], situatie
            ),
        )

    def _situatie(self, gemeente: Optional[str], schoolsoort: Optional[Schoolsoort], rol: Optional[Rol]) -> Situatie:
        bekend = self.gemeente(gemeente)
        soort = schoolsoort or schoolsoort_of(rol)
        return Situatie(bekend, self.regio_of(bekend), soort, rol or default_rol(soort))

    def _eerst(self, route: Route, situatie: Situatie) -> tuple[Eerst, tuple[str, ...]]:
        first = route.eerst_in_school
        own = first.rollen.get(situatie.rol) or self.landelijk.eerst_in_school.get(situatie.rol)
        if own and situatie.rol not in (Rol.LEERKRACHT, Rol.MENTOR):
            return Eerst(own.rol, own.tekst), own.bron
        if situatie.schoolsoort is None and (first.po.rol, first.po.tekst) != (first.vo.rol, first.vo.tekst):
            zin = self.landelijk.zinnen.beide_schoolsoorten.format(po=first.po.tekst, vo=first.vo.tekst)
            return Eerst(first.po.rol, zin), (*first.po.bron, *first.vo.bron)
        gesprek = first.vo if situatie.schoolsoort is Schoolsoort.VO else first.po
        return Eerst(gesprek.rol, gesprek.tekst), gesprek.bron

    def _stappen(self, route: Route, situatie: Situatie) -> Sequence[Tekst]:
        functies = {hulp.functie for hulp in route.hulp}
        eigen = {a.functie: a.stap for a in self._aanpassingen(route.zorgvraag, functies, situatie) if a.stap and _is_for(a.stap, situatie)}
        steps: list[Tekst] = []
        for stap in route.stappen:
            # Without a kind of school the same step for po and vo would stand there twice.
            if _is_for(stap, situatie) and stap.tekst not in {step.tekst for step in steps}:
                steps.append(eigen.pop(stap.functie, stap) if stap.functie else stap)
        room = MAX_STAPPEN - len(steps)
        return [*steps, *list(eigen.values())[: max(room, 0)]][:MAX_STAPPEN]

    def _aanpassingen(self, zorgvraag: str, functies: set[str], situatie: Situatie) -> Iterator[Aanpassing]:
        for aanpassing in situatie.regio.aanpassingen if situatie.regio else ():
            if _applies(aanpassing, zorgvraag, functies) and aanpassing.schoolsoort in (None, situatie.schoolsoort):
                yield aanpassing

    def _contacten(self, route: Route, situatie: Situatie, nu: Optional[dt.datetime]) -> list[tuple[Contact, tuple[str, ...]]]:
        hulp = [h for h in route.hulp if situatie.schoolsoort is None or h.schoolsoort in (None, situatie.schoolsoort)]
        found = [(h, self._organisatie(h.functie, situatie)) for h in hulp]
        if nu and route.urgentie.niveau in (Urgentie.NU, Urgentie.VANDAAG):
            found.sort(key=lambda pair: _reachable(pair[1], nu))
        return [self._contact(h, organisatie, route.zorgvraag, situatie, nu) for h, organisatie in found[:MAX_CONTACTEN]]

    def _organisatie(self, functie: str, situatie: Situatie) -> Optional[Organisatie]:
        """Who fulfils a function here: the region first, then the country."""
        for organisatie in (*(situatie.regio.organisaties if situatie.regio else ()), *self.landelijk.organisaties):
            if (
                functie in organisatie.functies
                and (not organisatie.gemeenten or situatie.gemeente in organisatie.gemeenten)
                and (organisatie.schoolsoort is None or organisatie.schoolsoort == situatie.schoolsoort)
            ):
                return organisatie
        return None

    def _contact(
        self, hulp: Hulp, organisatie: Optional[Organisatie], zorgvraag: str, situatie: Situatie, nu: Optional[dt.datetime]
    ) -> tuple[Contact, tuple[str, ...]]:
        own = self._aanpassingen(zorgvraag, {hulp.functie}, situatie)
        afspraak = next((a.wie_mag for a in own if a.wie_mag and a.functie == hulp.functie), None)
        wie_mag = afspraak or hulp.wie_mag or (organisatie.wie_mag if organisatie else None)
        if organisatie is None:
            functie = self.landelijk.functies[hulp.functie]
            zin = self.landelijk.zinnen.contact_onbekend.format(
                functie=functie.naam, waarvoor=hulp.waarvoor.tekst, wie=self.landelijk.wie_weet_het[situatie.rol]
            )
            leeg = Contact(hulp.functie, None, None, None, None, None, zin, wie_mag.tekst if wie_mag else None, None, None, None)
            return leeg, hulp.waarvoor.bron
        first = next(iter(organisatie.feiten), None)
        key = first.bron if first else organisatie.bron
        bron = self._bron(key, situatie)
        checked = organisatie.gecontroleerd_op
        contact = Contact(
            functie=hulp.functie,
            organisatie=organisatie.naam,
            telefoon=_waarde(organisatie.telefoon),
            email=_waarde(organisatie.email),
            url=_waarde(organisatie.url),
            uren=self._uren(organisatie, nu),
            waarvoor=f"{hulp.waarvoor.tekst} {organisatie.let_op.tekst}" if organisatie.let_op else hulp.waarvoor.tekst,
            wie_mag=wie_mag.tekst if wie_mag else None,
            bron=bron.url or bron.titel,
            bron_datum=bron.datum,
            gecontroleerd_op=checked.isoformat() if checked else None,
        )
        return contact, (key, organisatie.bron)

    def _uren(self, organisatie: Organisatie, nu: Optional[dt.datetime]) -> Optional[str]:
        if organisatie.uren is None:
            return None
        dicht = nu is not None and organisatie.uren.open_op(nu) is False
        return self.landelijk.zinnen.nu_dicht.format(uren=organisatie.uren.tekst) if dicht else organisatie.uren.tekst

    def _herkomst(self, keys: Sequence[str], situatie: Situatie) -> tuple[Herkomst, ...]:
        known = [self._bron(key, situatie) for key in dict.fromkeys(keys) if key != VAKKENNIS]
        return tuple(Herkomst(bron.titel, bron.url, bron.datum) for bron in known)

    def _bron(self, key: str, situatie: Situatie) -> Bron:
        """A source by its key; a region's own keys come first."""
        return situatie.regio.bronnen[key] if situatie.regio and key in situatie.regio.bronnen else self.bronnen[key]


def _waarde(feit: Optional[Feit]) -> Optional[str]:
    return feit.waarde if feit else None


def _reachable(organisatie: Optional[Organisatie], nu: dt.datetime) -> int:
    """0: answers now, 1: perhaps, 2: is closed. In office hours who tells no hours is taken to answer."""
    is_open = organisatie.uren.open_op(nu) if organisatie and organisatie.uren else None
    return {True: 0, None: 0 if kantoortijd(nu) else 1, False: 2}[is_open]


def _is_for(stap: Stap, situatie: Situatie) -> bool:
    """Whether a step is meant for this kind of school and this role; where the school is unknown, every kind counts."""
    soort_fits = situatie.schoolsoort is None or stap.schoolsoort in (None, situatie.schoolsoort)
    return soort_fits and (not stap.rollen or situatie.rol in stap.rollen)


def _applies(aanpassing: Aanpassing, zorgvraag: str, functies: set[str]) -> bool:
    return zorgvraag in aanpassing.zorgvragen if aanpassing.zorgvragen else aanpassing.functie in functies
