"""Small talk and questions about the bot: the response of the domain with the name of the intent."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood


class ActionPraat(Beurt):
    naam = "action_praat"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        dispatcher.utter_message(response=f"utter_{gesprek.intent}")
        return understood()
