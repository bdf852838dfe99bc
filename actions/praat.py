"""Small talk and questions about the bot: the response of the domain with the name of the intent."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood
from actions.onbegrip import not_understood

_SURE = 0.6
"""A message that is less surely out of scope may well be a concern; sounds alone are no question at all."""


class ActionPraat(Beurt):
    naam = "action_praat"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.intent == "buiten_bereik" and (gesprek.vertrouwen < _SURE or not gesprek.bekend):
            return not_understood(dispatcher, gesprek)
        dispatcher.utter_message(response=f"utter_{gesprek.intent}")
        return understood(gevraagd=gesprek.staat_open)
