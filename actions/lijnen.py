"""The way by buttons: the lanes of the route map, then the concerns of a lane. No text has to be understood."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import button, lanes
from actions.beurt import Beurt
from actions.gesprek import Gesprek
from actions.kaart import kaart


class ActionLijnen(Beurt):
    naam = "action_lijnen"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        lijn = gesprek.entity("lijn")
        concerns = [zorgvraag for zorgvraag in kaart().zorgvragen.values() if zorgvraag.lijn.value == lijn]
        if not concerns:
            return lanes(dispatcher, gesprek, "utter_lijnen")
        dispatcher.utter_message(response="utter_lijn", buttons=[button(zorgvraag.id) for zorgvraag in concerns])
        return [SlotSet("keuzes", [zorgvraag.id for zorgvraag in concerns]), SlotSet("gevraagd", "keuze")]
