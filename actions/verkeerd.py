"""The teacher says that she was misunderstood: the three nearest other concerns."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import terugblik
from actions.antwoorden import button
from actions.beurt import Beurt
from actions.gesprek import Gesprek


class ActionVerkeerd(Beurt):
    naam = "action_verkeerd"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.gevraagd == terugblik.OORDEEL:
            return terugblik.judge(dispatcher, gesprek, False)
        keuzes = gesprek.keuzes
        offered, rest = keuzes[:3], keuzes[3:]
        response = "utter_verkeerd" if offered else "utter_verkeerd_geen_keuze"
        dispatcher.utter_message(response=response, buttons=[button(zorgvraag) for zorgvraag in offered])
        return [SlotSet("keuzes", rest), SlotSet("zorgvraag", None), SlotSet("gevraagd", "keuze")]
