"""Yes or no: what it answers depends on what was asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask
from actions.gesprek import Gesprek, understood


class ActionAntwoord(Action):
    def name(self) -> str:
        return "action_antwoord"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        ook = tracker.get_slot("ook") or []
        yes = gesprek.intent == "bevestigen"
        if gesprek.zorgvraag and gesprek.answers_the_question:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        if yes and gesprek.gevraagd == "keuze" and gesprek.keuzes:
            return advise_or_ask(dispatcher, gesprek, gesprek.keuzes[0])
        if yes and gesprek.gevraagd is None and ook:
            return [*advise_or_ask(dispatcher, gesprek, ook[0]), SlotSet("ook", ook[1:])]
        if not yes and gesprek.gevraagd == "gemeente" and gesprek.zorgvraag:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        dispatcher.utter_message(response="utter_bevestigen" if yes else "utter_ontkennen")
        return understood()
