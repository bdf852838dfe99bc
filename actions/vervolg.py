"""A follow-up question on the last advice: steps, contact, consent, what to say, what if it does not help."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import show_part
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood


class ActionVervolg(Beurt):
    naam = "action_vervolg"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return understood()
        deel = gesprek.entity("deel") or "stappen"
        return show_part(dispatcher, gesprek, gesprek.zorgvraag, deel)
