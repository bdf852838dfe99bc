"""Who is said to have done it was named: it may lead to another route."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import vraag
from actions.antwoorden import advise_or_ask
from actions.beurt import Beurt
from actions.gesprek import Gesprek


class ActionPleger(Beurt):
    naam = "action_pleger"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        keuze = vraag.route(vraag.PLEGER)["keuzes"].get(gesprek.entity(vraag.PLEGER))
        zorgvraag = keuze["zorgvraag"] if keuze else gesprek.zorgvraag
        if zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return []
        return advise_or_ask(dispatcher, gesprek, zorgvraag)
