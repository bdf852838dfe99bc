"""Start again: everything that was said is forgotten."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek
from actions.vooraf import away_or_back


class ActionOpnieuw(Action):
    def name(self) -> str:
        return "action_opnieuw"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        # "I am here again" and "back in a minute" are easily taken for "again from the start"
        still_here = away_or_back(dispatcher, gesprek) if gesprek.typed and gesprek.intent == "opnieuw" else None
        if still_here is not None:
            return [*gesprek.begin, *still_here]
        dispatcher.utter_message(response="utter_opnieuw")
        return [AllSlotsReset(), SlotSet("bewaard", False)]
