"""A place was named: the advice on the present concern there, or the question what the concern is."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button
from actions.beurt import Beurt
from actions.gesprek import MOST_CHOICES, PERHAPS, Gesprek, understood


class ActionPlaats(Beurt):
    naam = "action_plaats"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.gemeente is None:
            dispatcher.utter_message(response="utter_plaats_onbekend")
            return []
        if gesprek.zorgvraag:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        buttons = [button(zorgvraag) for zorgvraag in gesprek.likely(PERHAPS) or gesprek.keuzes[:MOST_CHOICES]]
        dispatcher.utter_message(response="utter_plaats_onthouden", gemeente=gesprek.gemeente, buttons=buttons)
        return understood()
