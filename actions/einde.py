"""Thanks or goodbye: after an advice the talk ends with what to remember and one question."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import terugblik
from actions.beurt import Beurt
from actions.gesprek import Gesprek


class ActionEinde(Beurt):
    naam = "action_einde"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        dispatcher.utter_message(response=f"utter_{gesprek.intent}")
        return terugblik.look_back(dispatcher, gesprek)
