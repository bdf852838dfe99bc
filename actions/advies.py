"""A concern: the advice, or the one question that changes it."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import gist, named, offer_others, with_others
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
        others = [other for other in gesprek.besluit.get("also", []) if other in kaart().zorgvragen]
        if gesprek.zelfde and not says(gesprek.text, lexicon("praat")["nieuwe_leerling"]):
            dispatcher.utter_message(response="utter_zelfde", zorg=named(gesprek, zorgvraag), eerst=gist(gesprek, zorgvraag))
            return [*understood(), *offer_others(dispatcher, others)]
        return with_others(dispatcher, gesprek, zorgvraag, others)
