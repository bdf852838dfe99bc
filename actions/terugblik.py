"""The end of a talk: what to remember, whether the contact was right, and a remark for the coordinators."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek, understood

OORDEEL, OPMERKING = "oordeel", "opmerking"
NO_REMARK = ("dank", "afscheid", "groet", "bevestigen", "ontkennen", "opnieuw", "mogelijk_gevaar")
"""Intents of a message that is not the free remark that was asked for."""


def look_back(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
    """After an advice, once: what was agreed, and the question whether it was the right contact."""
    shown = gesprek.getoond.get("zorgvraag")
    if shown is None or OORDEEL in gesprek.al_gevraagd:
        return understood()
    dispatcher.utter_message(response="utter_onthoud", eerst=gesprek.advies(shown).eerst_in_school.tekst)
    dispatcher.utter_message(response="utter_vraag_oordeel")
    return understood(gevraagd=OORDEEL, al_gevraagd=[*gesprek.al_gevraagd, OORDEEL])


def judge(dispatcher: CollectingDispatcher, gesprek: Gesprek, juist: bool) -> list[EventType]:
    """Keeps the judgement on the last advice as {zorgvraag, gemeente, functie, juist, opmerking}, and asks for a remark."""
    dispatcher.utter_message(response="utter_oordeel_ja" if juist else "utter_oordeel_nee")
    about = {name: gesprek.getoond.get(name) for name in ("zorgvraag", "gemeente", "functie")}
    return understood(oordeel={**about, "juist": juist, "opmerking": None}, gevraagd=OPMERKING)


def remark(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
    """The redacted words of the teacher, kept with the judgement that they are about."""
    dispatcher.utter_message(response="utter_opmerking")
    return understood(oordeel={**gesprek.oordeel, "opmerking": gesprek.text}, gevraagd=None)
