"""The frame of an action: what goes before the intent of a message, then the answer to the intent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek
from actions.vooraf import vooraf


class Beurt(Action):
    """One turn of the bot. Subclasses answer; they have the name of their action in `naam`."""

    naam = ""

    def name(self) -> str:
        return self.naam

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        gesprek = Gesprek(tracker)
        first = vooraf(dispatcher, gesprek)
        return [*gesprek.begin, *(self.answer(dispatcher, gesprek) if first is None else first)]

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        raise NotImplementedError
