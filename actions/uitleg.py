"""What a named organisation or role does; two of them one after the other."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import explain
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart


class ActionUitleg(Beurt):
    naam = "action_uitleg"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        shown = {"entity": "functie", "value": gesprek.getoond.get("functie")}  # "wat doen ze daar?" is about the last advice
        named = [entity for entity in gesprek.entities if explain(entity["entity"], entity["value"])]
        explanations = dict.fromkeys(explain(entity["entity"], entity["value"]) for entity in named or [shown])
        found = [explanation for explanation in explanations if explanation]
        for explanation in found:
            dispatcher.utter_message(response="utter_uitleg", uitleg=explanation)
        functie = gesprek.entity("functie")
        if functie and gesprek.gemeente_is_known and len(found) == 1:
            contact = kaart().contact(functie, gesprek.gemeente, gesprek.schoolsoort, gesprek.rol)
            dispatcher.utter_message(json_message={"contact": contact.as_dict()})
        if not found:
            dispatcher.utter_message(response="utter_welke_organisatie")
        return understood()
