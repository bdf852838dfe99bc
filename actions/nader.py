"""A further question on an advice: the lines of the route map that answer it, or the plain word that it holds none."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any, Iterator, Mapping, Optional, Sequence

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import explain, show_part
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart
from actions.situatie import clauses, is_whole, lexicon, told
from bot.routekaart import Advies, Rol

_NOT_ASKED = ("zin_leerling", "zin_ouders")
"""What can be said word by word answers only a question that names it."""
_ROOM = ".{"
"""A pattern with this in it has room for words that nobody foresaw."""


@dataclasses.dataclass(frozen=True)
class Vraag:
    """A kind of question. The fields are explained in the data file."""

    naam: str
    vraag: tuple[str, ...]
    delen: tuple[str, ...] = ()
    regels: tuple[str, ...] = ()
    elders: tuple[str, ...] = ()
    deel: Optional[str] = None
    ook_bij_nood: bool = False
    functie: bool = False
    alleen: bool = False
    zegt: Optional[str] = None
    anders: Optional[str] = None

    def is_asked(self, whole: str, parts: Sequence[str]) -> bool:
        """`whole`: all of the message. `parts`: clauses of it that may be the question too."""
        return any(is_whole(clause, self.vraag) for clause in ([whole] if self.alleen else [whole, *parts]))

    def fills(self, text: str) -> bool:
        """Whether a message is this question, with no room for anything else."""
        spoken = told(text)
        if not self._closed or not spoken:
            return False
        return is_whole(" ".join(clauses(text)), self._closed) or all(is_whole(clause, self._closed) for clause in spoken)

    @functools.cached_property
    def _closed(self) -> tuple[str, ...]:
        return tuple(pattern for pattern in self.vraag if _ROOM not in pattern)

    def answers(self, line: str) -> bool:
        return not self.regels or bool(re.search("|".join(self.regels), line, re.IGNORECASE))


@functools.cache
def vragen() -> tuple[Vraag, ...]:
    return tuple(_vraag(naam, row) for naam, row in lexicon("nader")["vragen"].items())


def _vraag(naam: str, row: Mapping[str, Any]) -> Vraag:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Vraag(naam, **fields)


def find(text: str, only: bool, functie: bool = False) -> Optional[Vraag]:
    """The question in a message. `only`: the message may hold nothing else. `functie`: it names an organisation."""
    spoken = told(text)
    whole, parts = " ".join(clauses(text)), spoken if len(spoken) == 1 or not only else ()
    asked = (vraag for vraag in vragen() if vraag.functie <= functie and (vraag.is_asked(whole, parts) or vraag.fills(text)))
    return next(asked, None)


def answer(dispatcher: CollectingDispatcher, gesprek: Gesprek, vraag: Vraag) -> list[EventType]:
    zorgvraag = str(gesprek.zorgvraag)
    if vraag.deel:
        return show_part(dispatcher, gesprek, zorgvraag, vraag.deel)
    functie = gesprek.entity("functie")
    if vraag.functie and functie:
        if not vraag.regels:
            contact = kaart().contact(functie, gesprek.gemeente, gesprek.schoolsoort, gesprek.rol)
            dispatcher.utter_message(json_message={"contact": contact.as_dict()})
            return understood(gevraagd=gesprek.staat_open, vragen=0)
        dispatcher.utter_message(response="utter_uitleg", uitleg=explain("functie", functie))
    elders = () if kaart().zorgvragen[zorgvraag].veiligheid else vraag.elders
    adviezen = [gesprek.advies(naam) for naam in (zorgvraag, *elders)]
    dispatcher.utter_message(response="utter_nader", regels=quote(vraag, adviezen))
    return understood(gevraagd=gesprek.staat_open, vragen=0)


def quote(vraag: Vraag, adviezen: Sequence[Advies]) -> str:
    """The lines of the first of these advices that answers, or that none does; nothing is said that the route map does not hold."""
    general, own = lexicon("nader"), adviezen[0]
    found = next((lines for lines in (_lines(advies, vraag) for advies in adviezen) if lines), [])
    above = (vraag.zegt or general["zegt"]) if found else (vraag.anders or general["anders"])
    first = str(above).format(wie=whom_to_ask(own), eerst=own.eerst_in_school.tekst)
    return "\n".join([first, *(f"- {line}" for line in found[: general["hoogstens"]])])


def whom_to_ask(advies: Advies) -> str:
    """Who in school knows more of this, in words that follow "je"."""
    rol = advies.eerst_in_school.rol
    landelijk = kaart().landelijk
    return landelijk.wie_weet_het[Rol(advies.rol)] if rol == "collega" else landelijk.rollen_in_school[rol].naam


def _lines(advies: Advies, vraag: Vraag) -> list[str]:
    parts = vraag.delen or tuple(name for name in _parts(advies) if name not in _NOT_ASKED)
    return [line for name, lines in _parts(advies).items() if name in parts for line in lines if vraag.answers(line)]


def _parts(advies: Advies) -> dict[str, list[str]]:
    return {
        "urgentie": [advies.urgentie.reden],
        "eerst": [advies.eerst_in_school.tekst],
        f"zin_{kaart().routes[advies.zorgvraag].zin.aan}": [f"“{advies.zin}”"],
        "stappen": list(advies.stappen),
        "niet_doen": list(advies.niet_doen),
        "toestemming": [advies.toestemming.tekst],
        "escalatie": [advies.escalatie],
        "contact": list(_contacts(advies)),
    }


def _contacts(advies: Advies) -> Iterator[str]:
    for contact in advies.contacten:
        reach = f" ({contact.telefoon})" if contact.telefoon else ""
        who = f"{contact.organisatie}{reach}: " if contact.organisatie else ""
        yield " ".join(filter(None, [f"{who}{contact.waarvoor}", contact.wie_mag]))
