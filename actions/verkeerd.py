"""The teacher says that she was misunderstood: the three nearest other concerns."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import button
from actions.gesprek import Gesprek


class ActionVerkeerd(Action):
    def name(self) -> str:
        return "action_verkeerd"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        keuzes = Gesprek(tracker).keuzes
        offered, rest = keuzes[:3], keuzes[3:]
        response = "utter_verkeerd" if offered else "utter_verkeerd_geen_keuze"
        dispatcher.utter_message(response=response, buttons=[button(zorgvraag) for zorgvraag in offered])
        return [SlotSet("keuzes", rest), SlotSet("zorgvraag", None), SlotSet("gevraagd", "keuze")]
