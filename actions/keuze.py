"""Not sure what was meant: a question with the likeliest concerns; the second time in a row a human contact."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button
from actions.gesprek import Gesprek


class ActionKeuze(Action):
    def name(self) -> str:
        return "action_keuze"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        if gesprek.zorgvraag and gesprek.answers_the_question:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        offered = (gesprek.besluit.get("offered") or gesprek.likely())[:4]
        if gesprek.misverstanden >= 1 or not offered:
            dispatcher.utter_message(response="utter_mens", buttons=[button(zorgvraag) for zorgvraag in offered])
        else:
            dispatcher.utter_message(response="utter_keuze", buttons=[button(zorgvraag) for zorgvraag in offered])
        return [SlotSet("misverstanden", gesprek.misverstanden + 1), SlotSet("keuzes", offered), SlotSet("gevraagd", "keuze")]
