"""The button under "Was dit het juiste contact?"."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import terugblik
from actions.beurt import Beurt
from actions.gesprek import Gesprek


class ActionOordeel(Beurt):
    naam = "action_oordeel"

    def answer(self, dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
        return terugblik.judge(dispatcher, gesprek, gesprek.entity("oordeel") == "ja")
