"""A concern: the advice, or the one question that changes it."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button
from actions.beurt import Beurt
from actions.gesprek import Gesprek
from actions.kaart import kaart


class ActionAdvies(Beurt):
    naam = "action_advies"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
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
