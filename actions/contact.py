"""Phone, mail or hours of a named organisation, or of the contacts of the last advice."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import show_part
from actions.beurt import Beurt
from actions.gesprek import Gesprek, understood
from actions.kaart import kaart


class ActionContact(Beurt):
    naam = "action_contact"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        functie, rol = gesprek.entity("functie"), gesprek.entity("rol_in_school")
        if functie:
            contact = kaart().contact(functie, gesprek.gemeente, gesprek.schoolsoort, gesprek.rol)
            dispatcher.utter_message(json_message={"contact": contact.as_dict()})
        elif rol in kaart().landelijk.rollen_in_school:
            in_school = kaart().landelijk.rollen_in_school[rol]
            dispatcher.utter_message(response="utter_contact_in_school", rol=in_school.naam, uitleg=in_school.uitleg)
        elif gesprek.zorgvraag:
            return show_part(dispatcher, gesprek, gesprek.zorgvraag, "contact")
        else:
            dispatcher.utter_message(response="utter_welke_organisatie")
        return understood()
