"""A follow-up question on the last advice: steps, contact, consent, what to say, what if it does not help."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import show
from actions.gesprek import Gesprek, understood

_WITH = {"stappen": ["stappen", "niet_doen"], "contact": ["eerst", "contact"]}
"""Parts that are shown together."""


class ActionVervolg(Action):
    def name(self) -> str:
        return "action_vervolg"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        if gesprek.zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return understood()
        deel = gesprek.entity("deel") or "stappen"
        show(dispatcher, gesprek.advies(gesprek.zorgvraag), _WITH.get(deel, [deel]))
        return understood()
