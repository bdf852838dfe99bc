"""What the page of one concern says: the advices of every municipality of a region and both kinds of school, put together."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import itertools
from typing import Iterable, Iterator, Optional, Sequence

from bot.routekaart.advies import Advies, Contact, Herkomst
from bot.routekaart.deel import Bron
from bot.routekaart.regio import Afspraak, Regio
from bot.routekaart.rol import Rol, Schoolsoort, schoolsoort_of
from bot.routekaart.route import Route
from bot.routekaart.routekaart import Routekaart
from bot.routekaart.zorgvraag import Zorgvraag

Plek = tuple[Optional[str], Schoolsoort]
"""A municipality (None: anywhere) and a kind of school."""


@dataclasses.dataclass(frozen=True)
class Voor:
    """A text, and for which kind of school it holds (None: for both)."""

    tekst: str
    schoolsoort: Optional[Schoolsoort]


@dataclasses.dataclass(frozen=True)
class Adres:
    """Who helps. `gemeenten` is empty where it holds in the whole region, `schoolsoort` None where it holds in both.

    `contact` does not say who may call; `wie_belt` does, per kind of school where that differs.
    """

    contact: Contact
    wie_belt: tuple[Voor, ...]
    gemeenten: tuple[str, ...]
    schoolsoort: Optional[Schoolsoort]


@dataclasses.dataclass(frozen=True)
class Hulpgroep:
    """Everybody who fulfils one function for this concern."""

    functie: str
    naam: str
    adressen: tuple[Adres, ...]


@dataclasses.dataclass(frozen=True)
class AndereRol:
    """What somebody in another role does first, and the steps that only this role has."""

    rol: Rol
    eerst: str
    stappen: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Bronregel:
    titel: str
    url: Optional[str]
    datum: Optional[str]
    gezien_op: dt.date


@dataclasses.dataclass(frozen=True)
class Zorgblad:
    zorgvraag: Zorgvraag
    route: Route
    regio: Optional[Regio]
    eerst: tuple[Voor, ...]
    stappen: tuple[Voor, ...]
    hulp: tuple[Hulpgroep, ...]
    rollen: tuple[AndereRol, ...]
    afspraken: tuple[Afspraak, ...]
    bronnen: tuple[Bronregel, ...]
    lijkt_op: tuple[Zorgvraag, ...]

    @property
    def ongecontroleerd(self) -> bool:
        """Whether there is something to call or write that no person checked."""
        contacten = [adres.contact for groep in self.hulp for adres in groep.adressen]
        return any((c.telefoon or c.email or c.url) and not c.gecontroleerd_op for c in contacten)


def zorgblad(kaart: Routekaart, zorgvraag: str, regio: Optional[Regio]) -> Zorgblad:
    """The page of a concern in a region, or (None) for places outside the route map."""
    gemeenten = [gemeente.naam for gemeente in regio.gemeenten] if regio else [None]
    adviezen = {(g, soort): kaart.advise(zorgvraag, g, soort) for g, soort in itertools.product(gemeenten, Schoolsoort)}
    po, vo = adviezen[gemeenten[0], Schoolsoort.PO], adviezen[gemeenten[0], Schoolsoort.VO]
    return Zorgblad(
        zorgvraag=kaart.zorgvragen[zorgvraag],
        route=kaart.routes[zorgvraag],
        regio=regio,
        eerst=_samen([po.eerst_in_school.tekst], [vo.eerst_in_school.tekst]),
        stappen=_samen(po.stappen, vo.stappen),
        hulp=tuple(_hulp(kaart, zorgvraag, adviezen)),
        rollen=tuple(_rollen(kaart, zorgvraag, gemeenten[0], {*po.stappen, *vo.stappen})),
        afspraken=tuple(afspraak for afspraak in (regio.afspraken if regio else ()) if zorgvraag in afspraak.zorgvragen),
        bronnen=tuple(_bronnen(kaart, regio, adviezen.values())),
        lijkt_op=tuple(kaart.zorgvragen[other] for other in kaart.neighbours(zorgvraag)),
    )


def _samen(po: Sequence[str], vo: Sequence[str]) -> tuple[Voor, ...]:
    """Two lists as one: what is the same stands once, what differs says for which kind of school it is."""
    both: list[Voor] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, po, vo, autojunk=False).get_opcodes():
        if kind == "equal":
            both += [Voor(tekst, None) for tekst in po[a:b]]
        else:
            both += [Voor(tekst, Schoolsoort.PO) for tekst in po[a:b]] + [Voor(tekst, Schoolsoort.VO) for tekst in vo[c:d]]
    return tuple(both)


def _hulp(kaart: Routekaart, zorgvraag: str, adviezen: dict[Plek, Advies]) -> Iterator[Hulpgroep]:
    for hulp in dict.fromkeys(kaart.routes[zorgvraag].hulp):
        found: dict[Contact, dict[Plek, Optional[str]]] = {}
        for plek, advies in adviezen.items():
            if hulp.schoolsoort in (None, plek[1]):
                for contact in advies.contacten:
                    if contact.functie == hulp.functie:
                        found.setdefault(_kaal(contact, hulp.waarvoor.tekst), {})[plek] = contact.wie_mag
        if found:
            every = len({gemeente for gemeente, _ in adviezen})
            adressen = tuple(adres for contact, wie_mag in found.items() for adres in _adressen(contact, wie_mag, every))
            yield Hulpgroep(hulp.functie, kaart.landelijk.functies[hulp.functie].naam, adressen)


def _kaal(contact: Contact, waarvoor: str) -> Contact:
    """A contact without what depends on who asks: who may call and, where nobody is known, whom in school to ask."""
    return dataclasses.replace(contact, wie_mag=None, waarvoor=contact.waarvoor if contact.organisatie else waarvoor)


def _adressen(contact: Contact, wie_mag: dict[Plek, Optional[str]], every: int) -> Iterator[Adres]:
    po, vo = ([plek for plek in wie_mag if plek[1] is soort] for soort in Schoolsoort)
    same = [gemeente for gemeente, _ in po] == [gemeente for gemeente, _ in vo]
    for plekken, soort in [(po, None)] if same else [(po, Schoolsoort.PO), (vo, Schoolsoort.VO)]:
        if plekken:
            here, other = ([text] if text else [] for text in (wie_mag[plekken[0]], wie_mag[(vo if same else plekken)[0]]))
            gemeenten = () if len(plekken) == every else tuple(gemeente for gemeente, _ in plekken if gemeente)
            yield Adres(contact, _samen(here, other), gemeenten, soort)


def _rollen(kaart: Routekaart, zorgvraag: str, gemeente: Optional[str], known: set[str]) -> Iterator[AndereRol]:
    for rol in (Rol.INTERN_BEGELEIDER, Rol.ZORGCOORDINATOR, Rol.DIRECTIE, Rol.INVALLER):
        advies = kaart.advise(zorgvraag, gemeente, schoolsoort_of(rol), rol)
        yield AndereRol(rol, advies.eerst_in_school.tekst, tuple(stap for stap in advies.stappen if stap not in known))


def _bronnen(kaart: Routekaart, regio: Optional[Regio], adviezen: Iterable[Advies]) -> Iterator[Bronregel]:
    known: dict[Herkomst, Bron] = {}
    for bron in (*kaart.bronnen.values(), *(regio.bronnen.values() if regio else ())):
        known[Herkomst(bron.titel, bron.url, bron.datum)] = bron
    for herkomst in dict.fromkeys(itertools.chain.from_iterable(advies.bronnen for advies in adviezen)):
        yield Bronregel(herkomst.titel, herkomst.url, herkomst.datum, known[herkomst].gezien_op)
