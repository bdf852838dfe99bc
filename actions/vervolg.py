"""A follow-up question on the last advice: steps, contact, consent, what to say, what if it does not help."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import show_part
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood
from actions.nader import whom_to_ask

_WHAT_NOW = 3
"""A longer question that names no part of the advice asks for something that the steps may not answer."""


class ActionVervolg(Beurt):
    naam = "action_vervolg"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return understood()
        deel = gesprek.entity("deel")
        if deel is None and gesprek.typed and len(gesprek.text.split()) > _WHAT_NOW:
            wie = whom_to_ask(gesprek.advies(gesprek.zorgvraag))
            if gesprek.getoond.get("deel") == "stappen":
                dispatcher.utter_message(response="utter_keuze_vraag", wie=wie)
                return understood(gevraagd=gesprek.staat_open)
            dispatcher.utter_message(response="utter_misschien", wie=wie)
        return show_part(dispatcher, gesprek, gesprek.zorgvraag, deel or "stappen")
