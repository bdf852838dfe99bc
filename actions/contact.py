"""Phone, mail or hours of a named organisation, or of the contacts of the last advice."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import show
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart


class ActionContact(Action):
    def name(self) -> str:
        return "action_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        functie, rol = gesprek.entity("functie"), gesprek.entity("rol_in_school")
        if functie:
            contact = kaart().contact(functie, gesprek.gemeente, gesprek.schoolsoort, gesprek.rol)
            dispatcher.utter_message(json_message={"contact": contact.as_dict()})
        elif rol in kaart().landelijk.rollen_in_school:
            in_school = kaart().landelijk.rollen_in_school[rol]
            dispatcher.utter_message(response="utter_contact_in_school", rol=in_school.naam, uitleg=in_school.uitleg)
        elif gesprek.zorgvraag:
            show(dispatcher, gesprek.advies(gesprek.zorgvraag), ["eerst", "contact"])
        else:
            dispatcher.utter_message(response="utter_welke_organisatie")
        return understood()
