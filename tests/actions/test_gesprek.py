"""What a session remembers: place, school and role stay after an hour of silence, the concern does not."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.gesprek import Gesprek

OLD = {
    "zorgvraag": "pesten",
    "gemeente": "Kampen",
    "schoolsoort": "po",
    "rol": "mentor",
    "gevraagd": "gemeente",
    "oordeel": {"juist": True},
}
SAID = {"event": "user", "text": "wie bel ik", "parse_data": {"intent": {"name": "stappen_vragen"}}}


def moment(events: list[dict[str, Any]], message: dict[str, Any] | None = None) -> Gesprek:
    return Gesprek(Tracker("sender", dict(OLD), message or SAID["parse_data"], events, False, None, {}, None))  # type: ignore[arg-type]


def test_a_new_session_forgets_the_concern_and_names_the_place() -> None:
    old = {"event": "user", "text": "een leerling wordt gepest in Kampen", "parse_data": {}}
    gesprek = moment([old, {"event": "slot", "name": "bewaard", "value": False}, {"event": "session_started"}, SAID])
    assert (gesprek.zorgvraag, gesprek.gevraagd, gesprek.oordeel) == (None, None, {})
    assert (gesprek.gemeente, gesprek.bewaard) == ("Kampen", True)
    assert [bericht["text"] for bericht in gesprek.berichten] == ["wie bel ik"]
    assert {event["name"] for event in gesprek.begin} == {"zorgvraag", "gevraagd", "oordeel", "bewaard"}


def test_a_session_that_began_forgets_nothing() -> None:
    gesprek = moment([{"event": "session_started"}, SAID, {"event": "slot", "name": "bewaard", "value": True}, SAID])
    assert (gesprek.zorgvraag, gesprek.begin) == ("pesten", [])


def test_a_place_that_was_just_said_is_not_named_as_kept() -> None:
    said = {
        "intent": {"name": "gemeente_noemen"},
        "entities": [{"entity": "gemeente", "value": "Kampen"}, {"entity": "schoolsoort", "value": "po"}],
    }
    assert not moment([{"event": "session_started"}, SAID], said).bewaard
