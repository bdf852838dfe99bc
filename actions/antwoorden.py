"""Answers that several actions give."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek, understood
from actions.kaart import kaart
from bot.routekaart import Advies


def button(zorgvraag: str) -> dict[str, str]:
    return {"title": kaart().zorgvragen[zorgvraag].knop, "payload": f"/{zorgvraag}"}


def show(dispatcher: CollectingDispatcher, advies: Advies, delen: list[str] | None = None) -> None:
    """An advice, or some parts of it: the channel renders it."""
    titel = kaart().zorgvragen[advies.zorgvraag].label
    dispatcher.utter_message(json_message={"advies": advies.as_dict(), "titel": titel, "delen": delen})


def advise_or_ask(dispatcher: CollectingDispatcher, gesprek: Gesprek, zorgvraag: str) -> list[EventType]:
    """The advice on a concern; when the answer depends on it, one question first, behind what helps in any case."""
    question = _question(gesprek, zorgvraag)
    advies = gesprek.advies(zorgvraag)
    if question:
        dispatcher.utter_message(response="utter_eerst", eerst=f"{advies.urgentie.reden} {advies.eerst_in_school.tekst}")
        dispatcher.utter_message(response=f"utter_vraag_{question}", **_choices(question))
        return understood(zorgvraag=zorgvraag, gevraagd=question, al_gevraagd=[*gesprek.al_gevraagd, question])
    if gesprek.gemeente and not gesprek.gemeente_is_known:
        dispatcher.utter_message(response="utter_andere_gemeente", gemeente=gesprek.gemeente)
    show(dispatcher, advies)
    dispatcher.utter_message(response="utter_na_advies")
    return understood(zorgvraag=zorgvraag, gevraagd=None)


def _question(gesprek: Gesprek, zorgvraag: str) -> str | None:
    """What to ask before the advice: only what changes it, and nothing twice."""
    open_questions = []
    if gesprek.gemeente is None and kaart().depends_on_gemeente(zorgvraag):
        open_questions.append("gemeente")
    if gesprek.advies(zorgvraag).schoolsoort is None and kaart().depends_on_schoolsoort(zorgvraag):
        open_questions.append("schoolsoort")
    return next((question for question in open_questions if question not in gesprek.al_gevraagd), None)


def _choices(question: str) -> dict[str, Any]:
    if question != "gemeente":
        return {}
    names = sorted(gemeente.naam for regio in kaart().regios.values() for gemeente in regio.gemeenten)
    buttons = [{"title": name, "payload": f'/gemeente_noemen{{"gemeente": "{name}"}}'} for name in names]
    return {"buttons": [*buttons, {"title": "Andere gemeente", "payload": '/gemeente_noemen{"andere_gemeente": "je gemeente"}'}]}
