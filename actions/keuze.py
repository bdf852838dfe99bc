"""Not sure what was meant: a question with the likeliest concerns; the second time in a row a human contact."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import vraag
from actions.antwoorden import GEVAAR, advise_or_ask, button, lanes, still_here
from actions.beurt import Beurt
from actions.gesprek import MOST_QUESTIONS, Gesprek

_OPEN = (vraag.PLEGER, vraag.GEMEENTE, vraag.SCHOOLSOORT)


class ActionKeuze(Beurt):
    naam = "action_keuze"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        danger = gesprek.intent == "mogelijk_gevaar"
        if gesprek.zorgvraag and gesprek.gevraagd in _OPEN and not danger:
            dispatcher.utter_message(response="utter_zonder_antwoord")
            return advise_or_ask(dispatcher, gesprek, gesprek.zorgvraag)
        failures = SlotSet("misverstanden", gesprek.misverstanden + 1)
        if gesprek.misverstanden >= 2:
            return [*lanes(dispatcher, gesprek, "utter_mens_lijnen"), failures]
        offered = gesprek.besluit.get("offered") or gesprek.likely()[:6]
        buttons = [button(zorgvraag) for zorgvraag in dict.fromkeys([*([GEVAAR] if danger else []), *offered])]
        if gesprek.misverstanden == 1 or gesprek.vragen >= MOST_QUESTIONS or not buttons:
            dispatcher.utter_message(response="utter_mens", buttons=buttons[:3])
            return [failures, SlotSet("keuzes", offered), SlotSet("gevraagd", "keuze"), SlotSet("vragen", 0)]
        if gesprek.getoond and gesprek.zorgvraag:
            still_here(dispatcher, gesprek, "utter_keuze_vervolg")
        else:
            dispatcher.utter_message(response="utter_keuze", buttons=buttons)
        asked = [SlotSet("gevraagd", "gevaar" if danger else "keuze"), SlotSet("vragen", gesprek.vragen + 1)]
        return [failures, SlotSet("keuzes", offered), *asked]
