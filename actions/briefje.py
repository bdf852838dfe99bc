"""The button for the note to take along."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import notitie
from actions.beurt import Beurt
from actions.gesprek import Gesprek


class ActionBriefje(Beurt):
    naam = "action_briefje"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        return notitie.hand_over(dispatcher, gesprek)
