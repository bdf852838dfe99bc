"""Yes or no: what it answers depends on what was asked."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import terugblik
from actions.antwoorden import GEVAAR, advise_or_ask
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood


class ActionAntwoord(Beurt):
    naam = "action_antwoord"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        return self._yes(dispatcher, gesprek) if gesprek.intent == "bevestigen" else self._no(dispatcher, gesprek)

    def _yes(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        ook = gesprek.ook
        if gesprek.gevraagd == terugblik.OORDEEL:
            return terugblik.judge(dispatcher, gesprek, True)
        if gesprek.gevraagd == "gevaar":
            return advise_or_ask(dispatcher, gesprek, GEVAAR)
        if gesprek.gevraagd == "keuze" and gesprek.keuzes:
            return advise_or_ask(dispatcher, gesprek, gesprek.keuzes[0])
        if gesprek.gevraagd is None and ook:
            return [*advise_or_ask(dispatcher, gesprek, ook[0]), SlotSet("ook", ook[1:])]
        dispatcher.utter_message(response="utter_bevestigen")
        return understood()

    def _no(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        if gesprek.gevraagd == terugblik.OORDEEL:
            return terugblik.judge(dispatcher, gesprek, False)
        if gesprek.gevraagd == terugblik.OPMERKING:
            dispatcher.utter_message(response="utter_geen_opmerking")
            return understood(gevraagd=None)
        if gesprek.zorgvraag and (gesprek.staat_open or gesprek.gevraagd == "gevaar"):
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        dispatcher.utter_message(response="utter_ontkennen")
        return understood()
