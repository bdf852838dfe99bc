"""A new conversation after an hour of silence: place, school and role stay, the concern does not."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

_KEPT = ("gemeente", "schoolsoort", "rol")


class ActionSessie(Action):
    def name(self) -> str:
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        kept = [SlotSet(name, tracker.get_slot(name)) for name in _KEPT if tracker.get_slot(name)]
        told = [SlotSet("bewaard", True)] if any(event["name"] != "rol" for event in kept) else []
        return [SessionStarted(), *kept, *told, ActionExecuted("action_listen")]
