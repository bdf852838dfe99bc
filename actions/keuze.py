"""Not sure what was meant."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.beurt import Beurt
from actions.gesprek import Gesprek
from actions.onbegrip import not_understood


class ActionKeuze(Beurt):
    naam = "action_keuze"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        return not_understood(dispatcher, gesprek)
