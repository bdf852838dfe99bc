"""Primary or secondary education was named: the advice on the present concern, or the question what the concern is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask
from actions.gesprek import Gesprek, understood


class ActionSchool(Action):
    def name(self) -> str:
        return "action_school"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        if gesprek.zorgvraag:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        dispatcher.utter_message(response="utter_school_onthouden")
        return understood()
