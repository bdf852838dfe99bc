"""The questions before an advice: only those whose answer changes it, none twice, and at most two in a row."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Optional

from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import MOST_QUESTIONS, VOOR_ADVIES, Gesprek
from actions.kaart import kaart, organisations
from actions.situatie import lexicon, says
from bot.routekaart import Schoolsoort

PLEGER, GEWELD, GEMEENTE, SCHOOLSOORT = VOOR_ADVIES
ROUTE = (PLEGER, GEWELD)
"""The questions whose answer may lead to another route."""
_ENTITIES = {GEMEENTE: ("gemeente", "andere_gemeente"), SCHOOLSOORT: ("schoolsoort",)}


def next_question(gesprek: Gesprek, zorgvraag: str) -> Optional[str]:
    """What to ask before the advice on a concern, None to give it now."""
    if gesprek.vragen >= MOST_QUESTIONS:
        return None
    return next((vraag for vraag in VOOR_ADVIES if vraag not in gesprek.al_gevraagd and _is_open(vraag, gesprek, zorgvraag)), None)


def _is_open(vraag: str, gesprek: Gesprek, zorgvraag: str) -> bool:
    if vraag == GEMEENTE:
        return gesprek.gemeente is None and differs(_per_gemeente(gesprek, zorgvraag))
    if vraag == SCHOOLSOORT:
        return gesprek.advies(zorgvraag).schoolsoort is None and differs(_per_schoolsoort(gesprek, zorgvraag))
    row = route(vraag)
    told = "bij" not in row or any(says(str(bericht["text"]), row["bij"]) for bericht in gesprek.berichten)
    return zorgvraag in row["zorgvragen"] and told and said(vraag, gesprek.berichten) is None


def differs(advised: Iterable[object]) -> bool:
    """Whether any of these is unlike the first. Makes no more of them than it needs."""
    seen = iter(advised)
    first = next(seen, None)
    return any(other != first for other in seen)


def _per_gemeente(gesprek: Gesprek, zorgvraag: str) -> Iterator[object]:
    """To whom, and along which steps."""
    names: list[Optional[str]] = [None, *gemeenten()]
    adviezen = (kaart().advise(zorgvraag, naam, gesprek.schoolsoort, gesprek.rol) for naam in names)
    return ((advies.contacten, advies.stappen) for advies in adviezen)


def _per_schoolsoort(gesprek: Gesprek, zorgvraag: str) -> Iterator[object]:
    adviezen = (kaart().advise(zorgvraag, gesprek.gemeente, soort, gesprek.rol) for soort in Schoolsoort)
    return (organisations(advies) for advies in adviezen)


def gemeenten() -> list[str]:
    return sorted(gemeente.naam for regio in kaart().regios.values() for gemeente in regio.gemeenten)


def route(vraag: str) -> Mapping[str, Any]:
    """A question that may lead to another route. The fields are explained in the data file."""
    row: Mapping[str, Any] = lexicon("vragen")[vraag]
    return row


def said(vraag: str, berichten: Iterable[Mapping[str, Any]]) -> Optional[str]:
    """The answer that stands in these messages already."""
    texts = [str(bericht["text"]) for bericht in berichten]
    return next((naam for naam, keuze in route(vraag)["keuzes"].items() if any(says(text, keuze["woorden"]) for text in texts)), None)


def ask(dispatcher: CollectingDispatcher, vraag: str, zorgvraag: str) -> None:
    if vraag in ROUTE:
        buttons = [{"title": keuze["knop"], "payload": _payload(vraag, naam, zorgvraag)} for naam, keuze in route(vraag)["keuzes"].items()]
        dispatcher.utter_message(response=f"utter_vraag_{vraag}", buttons=buttons)
    elif vraag == GEMEENTE:
        buttons = [{"title": naam, "payload": f'/gemeente_noemen{{"gemeente": "{naam}"}}'} for naam in gemeenten()]
        dispatcher.utter_message(response=f"utter_vraag_gemeente_{_whose(zorgvraag)}", buttons=[*buttons, _ELSEWHERE])
    else:
        dispatcher.utter_message(response=f"utter_vraag_{vraag}")


_ELSEWHERE = {"title": "Andere gemeente", "payload": '/gemeente_noemen{"andere_gemeente": "je gemeente"}'}


def _payload(vraag: str, naam: str, zorgvraag: str) -> str:
    return f'/pleger_noemen{{"pleger": "{naam}"}}' if vraag == PLEGER else f"/{_leads_to(vraag, naam, zorgvraag)}"


def _leads_to(vraag: str, naam: str, zorgvraag: str) -> str:
    """The concern that an answer leads to; without one the concern stays."""
    return str(route(vraag)["keuzes"][naam].get("zorgvraag", zorgvraag))


def _whose(zorgvraag: str) -> str:
    """Whose municipality counts: that which the first local help follows (`woonplaats` or `school`)."""
    functies = [kaart().landelijk.functies[hulp.functie] for hulp in kaart().routes[zorgvraag].hulp]
    return next((functie.volgt.value for functie in functies if functie.volgt), "woonplaats")


def answered(gesprek: Gesprek) -> Optional[str]:
    """The concern to advise on after an answer to the question that stands open; None where the last message answers it not."""
    vraag = gesprek.gevraagd or ""
    if vraag in ROUTE and gesprek.zorgvraag:
        naam = gesprek.entity(vraag) or (said(vraag, [{"text": gesprek.text}]) if gesprek.typed else None)
        return _leads_to(vraag, naam, gesprek.zorgvraag) if naam and naam in route(vraag)["keuzes"] else None
    holds = any(gesprek.entity(name) for name in _ENTITIES.get(vraag, ()))
    return gesprek.zorgvraag if holds else None
