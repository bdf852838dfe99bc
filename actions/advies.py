"""A concern: the advice, or the one question that changes it."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoorden import also, gist, more_of_the_same, named, offer_others, with_others
from actions.beurt import Beurt
from actions.gesprek import VOOR_ADVIES, Gesprek, understood
from actions.kaart import kaart
from actions.situatie import lexicon, says


class ActionAdvies(Beurt):
    naam = "action_advies"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        zorgvraag = gesprek.intent if gesprek.intent in kaart().zorgvragen else gesprek.zorgvraag
        if zorgvraag is None:
            dispatcher.utter_message(response="utter_welke_zorg")
            return []
        others = also(gesprek)
        if _beside_danger(gesprek, zorgvraag):
            return _danger_stays(dispatcher, gesprek, [zorgvraag, *others])
        if gesprek.zelfde:
            return more_of_the_same(dispatcher, gesprek, zorgvraag)
        return with_others(dispatcher, gesprek, zorgvraag, others)


def _beside_danger(gesprek: Gesprek, zorgvraag: str) -> bool:
    """Whether this is a calm concern beside the danger that the talk is about, told for the first time and of the same pupil."""
    leads = gesprek.zorgvraag
    if leads is None or not kaart().zorgvragen[leads].veiligheid or kaart().zorgvragen[zorgvraag].veiligheid:
        return False
    if not gesprek.typed or zorgvraag in gesprek.ook or gesprek.gevraagd not in (None, *VOOR_ADVIES):
        return False
    praat = lexicon("praat")
    return not says(gesprek.text, [*praat["nieuwe_leerling"], *praat["iets_anders"], *praat["terug_naar"]])


def _danger_stays(dispatcher: CollectingDispatcher, gesprek: Gesprek, others: list[str]) -> list[EventType]:
    """The route of the danger goes on, and the calm concern is offered as a second."""
    leads = str(gesprek.zorgvraag)
    others = [other for other in others if other != leads]
    if gesprek.staat_open:
        return with_others(dispatcher, gesprek, leads, others)
    dispatcher.utter_message(response="utter_keuze_gevaar", zorg=named(gesprek, leads), eerst=gist(gesprek, leads))
    return [*understood(), *offer_others(dispatcher, others), SlotSet("keuzes", gesprek.instead_of(leads))]
