"""A concern: the advice, or the one question that changes it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button, show
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart


class ActionAdvies(Action):
    def name(self) -> str:
        return "action_advies"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        if gesprek.asks_on and gesprek.zorgvraag:
            show(dispatcher, gesprek.advies(gesprek.zorgvraag), ["toestemming"])
            return understood()
        zorgvraag = gesprek.intent if gesprek.intent in kaart().zorgvragen else gesprek.zorgvraag
        if zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return []
        events = advise_or_ask(dispatcher, gesprek, zorgvraag)
        ook = [other for other in gesprek.besluit.get("also", []) if other in kaart().zorgvragen]
        if ook:
            labels = ", ".join(kaart().zorgvragen[other].label.lower() for other in ook)
            dispatcher.utter_message(response="utter_ook", ook=labels, buttons=[button(other) for other in ook])
        return [*events, SlotSet("ook", ook), SlotSet("keuzes", gesprek.instead_of(zorgvraag))]
