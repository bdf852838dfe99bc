"""Start again: everything that was said is forgotten."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek
from actions.situatie import situatie
from actions.vooraf import where_we_were


class ActionOpnieuw(Action):
    def name(self) -> str:
        return "action_opnieuw"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        back = situatie(gesprek.text, zorg=False) if gesprek.typed and gesprek.intent == "opnieuw" else None
        if back and back.naam == "terug":  # "I am here again" is easily taken for "again from the start"
            return [*gesprek.begin, *(where_we_were(dispatcher, gesprek) or [])]
        dispatcher.utter_message(response="utter_opnieuw")
        return [AllSlotsReset(), SlotSet("bewaard", False)]
