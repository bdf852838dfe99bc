"""A concern: the advice, or the one question that changes it."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import advise_or_ask, button, gist, named
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart
from actions.situatie import lexicon, says


class ActionAdvies(Beurt):
    naam = "action_advies"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        zorgvraag = gesprek.intent if gesprek.intent in kaart().zorgvragen else gesprek.zorgvraag
        if zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return []
        events = self._again(dispatcher, gesprek, zorgvraag) or advise_or_ask(dispatcher, gesprek, zorgvraag)
        ook = [other for other in gesprek.besluit.get("also", []) if other in kaart().zorgvragen]
        if ook:
            labels = ", ".join(kaart().zorgvragen[other].label.lower() for other in ook)
            dispatcher.utter_message(response="utter_ook", ook=labels, buttons=[button(other) for other in ook])
        return [*events, SlotSet("ook", ook), SlotSet("keuzes", gesprek.instead_of(zorgvraag))]

    @staticmethod
    def _again(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
        """More about the same concern of the same pupil: the same route, in short. Empty where it is something new."""
        if not gesprek.zelfde or says(gesprek.text, lexicon("praat")["nieuwe_leerling"]):
            return []
        dispatcher.utter_message(response="utter_zelfde", zorg=named(gesprek, zorgvraag), eerst=gist(gesprek, zorgvraag))
        return understood()
