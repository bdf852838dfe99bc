"""Answers that several actions give."""

from __future__ import annotations

from typing import Optional, Sequence

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import vraag
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart
from actions.situatie import lexicon, says
from bot.routekaart import Advies

GEVAAR = "acuut_gevaar"
_WITH = {"stappen": ["stappen", "niet_doen"], "contact": ["eerst", "contact"]}
"""Parts that are shown together."""


def button(zorgvraag: str) -> dict[str, str]:
    return {"title": kaart().zorgvragen[zorgvraag].knop, "payload": f"/{zorgvraag}"}


def show(dispatcher: CollectingDispatcher, advies: Advies, delen: list[str] | None = None) -> None:
    """An advice, or some parts of it: the channel renders it."""
    titel = kaart().zorgvragen[advies.zorgvraag].label
    dispatcher.utter_message(json_message={"advies": advies.as_dict(), "titel": titel, "delen": delen})


def advise_or_ask(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
    """The advice on a concern; when the answer depends on it, one question first, behind what helps in any case."""
    _first_line(dispatcher, gesprek, zorgvraag)
    if gesprek.bewaard:
        dispatcher.utter_message(response="utter_bewaard", wat=_kept(gesprek))
    question = vraag.next_question(gesprek, zorgvraag)
    if question:
        if zorgvraag != gesprek.zorgvraag:
            dispatcher.utter_message(response="utter_eerst", eerst=gist(gesprek, zorgvraag))
            _number(dispatcher, gesprek, zorgvraag)
        vraag.ask(dispatcher, question, zorgvraag)
        asked = {"gevraagd": question, "al_gevraagd": [*gesprek.al_gevraagd, question], "vragen": gesprek.vragen + 1}
        return understood(zorgvraag=zorgvraag, bewaard=False, **asked)
    return _advise(dispatcher, gesprek, zorgvraag)


def advise_anew(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
    """After another place, kind of school or role: all of the advice where it sends to others, else the steps and what changed."""
    changed = gesprek.veranderd if gesprek.getoond.get("zorgvraag") == zorgvraag else ["contact"]
    if "contact" in changed:
        return advise_or_ask(dispatcher, gesprek, zorgvraag)
    dispatcher.utter_message(response="utter_zelfde_contact" if changed else "utter_blijft_gelijk")
    return show_part(dispatcher, gesprek, zorgvraag, "stappen", changed)


def with_others(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str, others: list[str]) -> list[EventType]:
    """The advice on the leading concern, and the offer of the others that were named."""
    events = advise_or_ask(dispatcher, gesprek, zorgvraag)
    return [*events, *offer_others(dispatcher, others), SlotSet("keuzes", gesprek.instead_of(zorgvraag))]


def offer_others(dispatcher: CollectingDispatcher, others: list[str]) -> list[EventType]:
    if others:
        labels = ", ".join(kaart().zorgvragen[other].label.lower() for other in others)
        dispatcher.utter_message(response="utter_ook", ook=labels, buttons=[button(other) for other in others])
    return [SlotSet("ook", others)]


def _advise(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
    advies = gesprek.advies(zorgvraag)
    if gesprek.gemeente and not gesprek.gemeente_is_known:
        dispatcher.utter_message(response="utter_andere_gemeente", gemeente=gesprek.gemeente)
    show(dispatcher, advies)
    urgent = kaart().zorgvragen[zorgvraag].veiligheid and zorgvraag != GEVAAR
    dispatcher.utter_message(response="utter_na_advies", buttons=[button(GEVAAR)] if urgent else [])
    functie = advies.contacten[0].functie if advies.contacten else None
    getoond = {"zorgvraag": zorgvraag, "functie": functie, **gesprek.waar_en_wie}
    return understood(zorgvraag=zorgvraag, gevraagd=None, vragen=0, bewaard=False, getoond=getoond)


def _first_line(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> None:
    """What stands above everything else, once: where the message itself is about danger, a rule has said it already."""
    said = zorgvraag == gesprek.zorgvraag or (gesprek.kritiek and gesprek.intent == zorgvraag)
    if kaart().routes[zorgvraag].eerste_regel and not said:
        dispatcher.utter_message(response=f"utter_eerste_regel_{zorgvraag}")
    elif zorgvraag in lexicon("praat")["medeleven"] and zorgvraag not in (gesprek.zorgvraag, *gesprek.eerder):
        dispatcher.utter_message(response="utter_medeleven")


def _number(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> None:
    """In danger, whom to call whatever the answer to the question is, where the first line does not name it."""
    line = kaart().routes[zorgvraag].eerste_regel if kaart().zorgvragen[zorgvraag].veiligheid else None
    numbers = [c for c in gesprek.advies(zorgvraag).contacten if line and c.telefoon and c.telefoon not in line.tekst]
    if numbers:
        dispatcher.utter_message(response="utter_nummer", contact=f"{numbers[0].organisatie}: {numbers[0].telefoon}. {numbers[0].waarvoor}")


def gist(gesprek: Gesprek, zorgvraag: str) -> str:
    """How fast and with whom first: what helps in any case."""
    advies = gesprek.advies(zorgvraag)
    return f"{advies.urgentie.reden} {advies.eerst_in_school.tekst}"


def show_part(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str, deel: str, beside: Sequence[str] = ()) -> list[EventType]:
    """A part of the last advice, with others `beside` it, and what else can be asked."""
    show(dispatcher, gesprek.advies(zorgvraag), [*_WITH.get(deel, [deel]), *beside])
    dispatcher.utter_message(response="utter_na_deel")
    getoond = {**gesprek.getoond, **gesprek.waar_en_wie, "deel": deel} if gesprek.getoond else None
    return understood(gevraagd=None, vragen=0, getoond=getoond)


def more_of_the_same(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
    """What adds to the concern of the last advice: the route stays; after what was done already, the steps, once. Others are offered."""
    if says(gesprek.text, lexicon("praat")["al_gedaan"]) and gesprek.getoond.get("deel") != "stappen":
        dispatcher.utter_message(response="utter_al_gedaan")
        events = show_part(dispatcher, gesprek, zorgvraag, "stappen")
    else:
        dispatcher.utter_message(response="utter_zelfde", zorg=named(gesprek, zorgvraag), eerst=gist(gesprek, zorgvraag))
        events = understood()
    return [*events, *offer_others(dispatcher, also(gesprek))]


def also(gesprek: Gesprek) -> list[str]:
    """The other concerns in the last message."""
    return [other for other in gesprek.besluit.get("also", []) if other in kaart().zorgvragen and not denied(gesprek, other)]


def denied(gesprek: Gesprek, other: str) -> bool:
    """Whether the teacher says that it is not this, and nothing against that; it spares only the offer of a second route."""
    praat = lexicon("praat")
    denials = praat["ontkend"].get(other, [])
    return bool(denials) and says(gesprek.text, denials) and not says(gesprek.text, praat["tegenwerping"])


def explain(kind: str, value: str) -> Optional[str]:
    """What an organisation (`functie`) or somebody in school (`rol_in_school`) does."""
    landelijk = kaart().landelijk
    if kind == "functie" and value in landelijk.functies:
        functie = landelijk.functies[value]
        return f"{functie.naam[0].upper()}{functie.naam[1:]}: {functie.uitleg.tekst}"
    if kind == "rol_in_school" and value in landelijk.rollen_in_school:
        rol = landelijk.rollen_in_school[value]
        return f"{rol.naam[0].upper()}{rol.naam[1:]}: {rol.uitleg}"
    return None


def named(gesprek: Gesprek, zorgvraag: str) -> str:
    """A concern as its button names it, with the place where one is known."""
    plaats = f" ({gesprek.gemeente})" if gesprek.gemeente_is_known else ""
    return f"{kaart().zorgvragen[zorgvraag].knop}{plaats}"


def lanes(dispatcher: CollectingDispatcher, gesprek: Gesprek, response: str) -> list[EventType]:
    """The lanes of the route map: one question, however many taps it takes."""
    dispatcher.utter_message(response=response)
    return understood(gevraagd="keuze", vragen=max(gesprek.vragen, 1), keuzes=[])


def _kept(gesprek: Gesprek) -> str:
    words = lexicon("vragen")["schoolsoort"]
    return ", ".join(part for part in (gesprek.gemeente, words.get(gesprek.schoolsoort)) if part)
