"""A new session keeps place, school and role, and nothing else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.sessie import ActionSessie


def started(**slots: Any) -> list[dict[str, Any]]:
    return ActionSessie().run(CollectingDispatcher(), Tracker("sender", slots, {}, [], False, None, {}, None), {})


def test_the_concern_is_forgotten() -> None:
    events = started(zorgvraag="pesten", gemeente="Kampen", schoolsoort="po", rol="mentor", gevraagd="gemeente", oordeel={"juist": True})
    kept = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert kept == {"gemeente": "Kampen", "schoolsoort": "po", "rol": "mentor", "bewaard": True}
    assert (events[0]["event"], events[-1]["name"]) == ("session_started", "action_listen")


def test_a_first_conversation_has_nothing_to_name() -> None:
    assert [event["event"] for event in started()] == ["session_started", "action"]
