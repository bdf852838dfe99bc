"""What goes before the intent of a message: the answer to a question, a correction, a repeat, a pause, code, another language."""

from __future__ import annotations

from typing import Callable, Optional

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import notitie, terugblik, vraag
from actions.antwoorden import advise_or_ask, gist, lanes, show_part, still_here
from actions.gesprek import FOLLOW_UP_WORDS, Gesprek, understood
from actions.situatie import lexicon, says, situatie

Answer = Optional[list[EventType]]
"""None: this is not it, go on."""
Step = Callable[[CollectingDispatcher, Gesprek], Answer]

_OWN_ANSWER = ("contactgegevens_vragen", "organisatie_vragen", "opnieuw", "gesprek_wissen", "verkeerd_begrepen")
"""Intents whose own action knows best, also where a place or a word of an advice stands in the message."""


def vooraf(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """The whole answer, where the intent does not decide it. Danger is never held up: its first line was said before."""
    if not gesprek.typed:
        return None
    steps: tuple[Callable[[CollectingDispatcher, Gesprek], Answer], ...] = (
        _repeat,
        _remark,
        _situation,
        _to_the_question,
        _changed,
        _follow_up,
    )
    for step in steps[:1] if gesprek.kritiek else steps:
        answer = step(dispatcher, gesprek)
        if answer is not None:
            return answer
    return None


def _repeat(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if not gesprek.herhaald:
        return None
    if gesprek.zorgvraag and gesprek.gevraagd != "keuze":
        dispatcher.utter_message(response="utter_herhaald", eerst=gist(gesprek, gesprek.zorgvraag))
        return understood()
    return lanes(dispatcher, gesprek, "utter_herhaald_kies")


def _remark(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.gevraagd != terugblik.OPMERKING or gesprek.zeker or gesprek.intent in terugblik.NO_REMARK:
        return None
    return terugblik.remark(dispatcher, gesprek)


def _situation(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    naam = situatie(gesprek.text, gesprek.zeker)
    if naam is None:
        return None
    if naam == "mening" and gesprek.zeker:
        dispatcher.utter_message(response="utter_mening")
        return None
    if naam in _SITUATIONS:
        return _SITUATIONS[naam](dispatcher, gesprek)
    dispatcher.utter_message(response=f"utter_{naam}")
    return []


def _no_words(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    if gesprek.misverstanden:
        return None
    dispatcher.utter_message(response="utter_geen_woorden")
    return [SlotSet("misverstanden", 1)]


def _vague(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """One open question; after that the choice by lane, and after that a person. Within a talk it must be about a pupil."""
    if gesprek.zorgvraag and not says(gesprek.text, lexicon("praat")["leerling"]):
        return None
    if gesprek.vragen == 0:
        return lanes(dispatcher, gesprek, "utter_vaag")
    return lanes(dispatcher, gesprek, "utter_lijnen") if gesprek.vragen == 1 and gesprek.misverstanden == 0 else None


def _opinion(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    dispatcher.utter_message(response="utter_mening")
    if gesprek.zorgvraag:
        dispatcher.utter_message(response="utter_wel_zeker", eerst=gist(gesprek, gesprek.zorgvraag))
    return understood()


def _where_we_were(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    still_here(dispatcher, gesprek, "utter_terug")
    return understood()


def _menu(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    return lanes(dispatcher, gesprek, "utter_lijnen")


_SITUATIONS: dict[str, Step] = {
    "geen_woorden": _no_words,
    "vaag": _vague,
    "mening": _opinion,
    "terug": _where_we_were,
    "menu": _menu,
    "briefje": notitie.hand_over,
}
"""Situations that take more than one sentence; the others have a response of their name."""


def _to_the_question(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    zorgvraag = vraag.answered(gesprek)
    other = gesprek.zeker and gesprek.intent != gesprek.zorgvraag
    return advise_or_ask(dispatcher, gesprek, zorgvraag) if zorgvraag and not other else None


def _changed(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """Another place, kind of school or role: the same concern advised anew."""
    if not gesprek.zorgvraag or not gesprek.verandert or gesprek.zeker or gesprek.intent in _OWN_ANSWER[:2]:
        return None
    return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)


def _follow_up(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> Answer:
    """A short question about a part of the advice is about the advice that was given, whatever concern it sounds like."""
    deel, shown = gesprek.entity("deel"), gesprek.getoond.get("zorgvraag")
    short = len(gesprek.text.split()) <= FOLLOW_UP_WORDS
    if not deel or not short or shown is None or shown != gesprek.zorgvraag or gesprek.intent in _OWN_ANSWER:
        return None
    new_pupil = says(gesprek.text, lexicon("praat")["nieuwe_leerling"])
    return None if new_pupil else show_part(dispatcher, gesprek, shown, deel)
