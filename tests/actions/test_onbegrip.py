"""A message that is not understood: what is offered beside the person, the first time and the second."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek
from actions.onbegrip import not_understood

GETOOND = {"zorgvraag": "gedrag_in_de_klas", "gemeente": None, "schoolsoort": None, "rol": None, "functie": None}


def said(ranking: dict[str, float], failures: int, talk: bool, danger: bool = False) -> list[dict[str, Any]]:
    """The bot's messages after one that the model ranked like this."""
    rows = [{"name": name, "confidence": share} for name, share in ranking.items()]
    message = {
        "text": "zoiets",
        "intent": {"name": "mogelijk_gevaar" if danger else "nlu_fallback", "confidence": 1.0},
        "intent_ranking": rows,
    }
    message["besluit"] = {"ask": True, "offered": [name for name in ranking if name != "stappen_vragen"][:6]}
    slots = {"misverstanden": failures, **({"zorgvraag": "gedrag_in_de_klas", "getoond": GETOOND} if talk else {})}
    events = [{"event": "user", "text": "zoiets", "parse_data": message}, {"event": "slot", "name": "bewaard", "value": False}]
    dispatcher = CollectingDispatcher()
    not_understood(dispatcher, Gesprek(Tracker("sender", slots, message, events, False, None, {}, None)))
    return list(dispatcher.messages)


def payloads(messages: list[dict[str, Any]]) -> list[str]:
    return [button["payload"] for message in messages for button in message["buttons"]]


@pytest.mark.parametrize("failures", [0, 1])
def test_the_likely_concerns_are_offered_outside_a_talk(failures: int) -> None:
    answer = said({"scheiding": 0.4, "rouw": 0.3, "armoede": 0.2}, failures, talk=False)
    assert {"/scheiding", "/rouw", "/armoede"} <= set(payloads(answer))
    assert [message["response"] for message in answer] == ["utter_mens_keuze" if failures else "utter_keuze"]


@pytest.mark.parametrize("failures", [0, 1])
def test_within_a_talk_the_likeliest_other_concern_is_named(failures: int) -> None:
    answer = said({"scheiding": 0.6, "rouw": 0.2, "armoede": 0.05}, failures, talk=True)
    assert answer[-1]["response"] == "utter_ook" and payloads(answer[-1:]) == ["/scheiding"]
    assert payloads(answer[:-1]) == ["/rouw"]


def test_what_is_not_likely_is_no_choice_within_a_talk() -> None:
    answer = said({"stappen_vragen": 0.4, "uitbuiting": 0.05, "eergerelateerd": 0.04}, 1, talk=True)
    assert payloads(answer) == [] and answer[0]["response"] == "utter_mens_vervolg"


def test_the_third_time_the_lanes_are_shown() -> None:
    assert [message["response"] for message in said({"scheiding": 0.4, "rouw": 0.3}, 2, talk=False)] == ["utter_mens_lijnen"]


def test_of_two_concerns_outside_a_talk_the_danger_leads() -> None:
    answer = said({"mantelzorg_kopp": 0.5, "kindermishandeling": 0.4}, 0, talk=False, danger=True)
    assert answer[0]["response"] == "utter_eerste_regel_kindermishandeling" and payloads(answer[-1:]) == ["/mantelzorg_kopp"]


def test_two_calm_concerns_do_not_answer_what_may_be_danger() -> None:
    answer = said({"mantelzorg_kopp": 0.5, "armoede": 0.4}, 0, talk=False, danger=True)
    assert answer[0]["response"] == "utter_mogelijk_gevaar"
