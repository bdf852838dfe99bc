"""The questions before an advice: only those whose answer changes it, none twice, and at most two in a row."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Optional

from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import MOST_QUESTIONS, VOOR_ADVIES, Gesprek
from actions.kaart import kaart
from actions.situatie import lexicon, says
from bot.routekaart import Advies, Schoolsoort

PLEGER, GEMEENTE, SCHOOLSOORT = VOOR_ADVIES
_ENTITIES = {GEMEENTE: ("gemeente", "andere_gemeente"), SCHOOLSOORT: ("schoolsoort",)}


def next_question(gesprek: Gesprek, zorgvraag: str) -> Optional[str]:
    """What to ask before the advice on a concern, None to give it now."""
    if gesprek.vragen >= MOST_QUESTIONS:
        return None
    return next((vraag for vraag in _open_questions(gesprek, zorgvraag) if vraag not in gesprek.al_gevraagd), None)


def _open_questions(gesprek: Gesprek, zorgvraag: str) -> Iterator[str]:
    if zorgvraag in pleger()["zorgvragen"] and pleger_said(gesprek.berichten) is None:
        yield PLEGER
    if gesprek.gemeente is None and differs(_per_gemeente(gesprek, zorgvraag)):
        yield GEMEENTE
    if gesprek.advies(zorgvraag).schoolsoort is None and differs(_per_schoolsoort(gesprek, zorgvraag)):
        yield SCHOOLSOORT


def differs(adviezen: Iterable[Advies]) -> bool:
    """Whether these advices send somebody to other contacts or along other steps. Makes no more of them than it needs."""
    seen = ((advies.contacten, advies.stappen) for advies in adviezen)
    first = next(seen, None)
    return any(other != first for other in seen)


def _per_gemeente(gesprek: Gesprek, zorgvraag: str) -> Iterator[Advies]:
    names: list[Optional[str]] = [None, *gemeenten()]
    return (kaart().advise(zorgvraag, naam, gesprek.schoolsoort, gesprek.rol) for naam in names)


def _per_schoolsoort(gesprek: Gesprek, zorgvraag: str) -> Iterator[Advies]:
    return (kaart().advise(zorgvraag, gesprek.gemeente, soort, gesprek.rol) for soort in Schoolsoort)


def gemeenten() -> list[str]:
    return sorted(gemeente.naam for regio in kaart().regios.values() for gemeente in regio.gemeenten)


def pleger() -> Mapping[str, Any]:
    """The question who is said to have done it: the concerns and, per answer, button, words and the concern it leads to."""
    vraag: Mapping[str, Any] = lexicon("vragen")[PLEGER]
    return vraag


def pleger_said(berichten: Iterable[Mapping[str, Any]]) -> Optional[str]:
    """The answer that stands in these messages already."""
    texts = [str(bericht["text"]) for bericht in berichten]
    return next((wie for wie, keuze in pleger()["keuzes"].items() if any(says(text, keuze["woorden"]) for text in texts)), None)


def ask(dispatcher: CollectingDispatcher, vraag: str, zorgvraag: str) -> None:
    if vraag == PLEGER:
        buttons = [{"title": keuze["knop"], "payload": f'/pleger_noemen{{"pleger": "{wie}"}}'} for wie, keuze in pleger()["keuzes"].items()]
        dispatcher.utter_message(response="utter_vraag_pleger", buttons=buttons)
    elif vraag == GEMEENTE:
        buttons = [{"title": naam, "payload": f'/gemeente_noemen{{"gemeente": "{naam}"}}'} for naam in gemeenten()]
        dispatcher.utter_message(response=f"utter_vraag_gemeente_{_whose(zorgvraag)}", buttons=[*buttons, _ELSEWHERE])
    else:
        dispatcher.utter_message(response=f"utter_vraag_{vraag}")


_ELSEWHERE = {"title": "Andere gemeente", "payload": '/gemeente_noemen{"andere_gemeente": "je gemeente"}'}


def _whose(zorgvraag: str) -> str:
    """Whose municipality counts: that which the first local help follows (`woonplaats` or `school`)."""
    functies = [kaart().landelijk.functies[hulp.functie] for hulp in kaart().routes[zorgvraag].hulp]
    return next((functie.volgt.value for functie in functies if functie.volgt), "woonplaats")


def answered(gesprek: Gesprek) -> Optional[str]:
    """The concern to advise on after an answer to the question that stands open; None where the last message answers it not."""
    if gesprek.gevraagd == PLEGER:
        wie = gesprek.entity(PLEGER) or (pleger_said([{"text": gesprek.text}]) if gesprek.typed else None)
        return str(pleger()["keuzes"][wie]["zorgvraag"]) if wie in pleger()["keuzes"] else None
    holds = any(gesprek.entity(name) for name in _ENTITIES.get(gesprek.gevraagd or "", ()))
    return gesprek.zorgvraag if holds else None
