"""Primary or secondary education was named: the advice on the present concern, or the question what the concern is."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button
from actions.beurt import Beurt
from actions.gesprek import MOST_CHOICES, PERHAPS, Gesprek, understood


class ActionSchool(Beurt):
    naam = "action_school"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.zorgvraag:
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        buttons = [button(zorgvraag) for zorgvraag in gesprek.likely(PERHAPS) or gesprek.keuzes[:MOST_CHOICES]]
        dispatcher.utter_message(response="utter_school_onthouden", buttons=buttons)
        return understood()
