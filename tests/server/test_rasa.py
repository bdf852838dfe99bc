"""Our agent: the first words on danger, which need nothing but the model, and turns that wait for their place."""

from __future__ import annotations

import asyncio
import copy
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from bot.processes import free_port
from bot.server import rasa
from bot.server.acties import ActionEndpoint
from bot.server.journaal import Journal
from bot.server.meters import Meters
from bot.server.opslag import Conversations
from bot.server.rasa import Assistant, CheckedAction, Processor
from bot.server.rijen import without_ranking
from bot.server.sloten import Locks
from bot.server.tracker import Tracker


@pytest.fixture(scope="module")
def assistant(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """With the real model; neither its store nor its action server is there."""
    folder = tmp_path_factory.mktemp("alleen")
    store = Conversations("postgresql://niemand@127.0.0.1:1/niets", Journal(folder / "journaal"))
    actions = ActionEndpoint(f"http://127.0.0.1:{free_port()}/webhook", "x", 1)
    made = Assistant(store, Locks(), actions, Meters())
    made.load_model(str(model))
    return made


TEXTS = [
    ("ik wil niet meer leven zegt een leerling", "Levensgevaar? Bel 112", "suicide"),
    ("/suicidaliteit", "Levensgevaar? Bel 112", "a button"),
    ("er loopt iemand met een mes door de gang", "112", "acute danger"),
    ("een leerling spijbelt steeds", None, "no danger"),
    ("hallo", None, "a greeting"),
    ("/groet", None, "another button"),
]


@pytest.mark.parametrize(("text", "words", "reason"), TEXTS, ids=[row[2] for row in TEXTS])
async def test_the_first_words_need_only_the_model(text: str, words: str | None, reason: str, assistant: Assistant) -> None:
    said = await assistant.first_words(text)
    assert said is None if words is None else said is not None and words in said


def test_an_action_is_asked_what_rasa_asks_but_for_the_domain_what_the_bot_did_and_twice_the_ranking(assistant: Assistant) -> None:
    said: list[Event] = [
        SessionStarted(),
        ActionExecuted("action_listen"),
        UserUttered("hallo", parse_data={"text": "hallo", "intent_ranking": [{"name": "groet", "confidence": 1.0}]}),
        SlotSet("rol", "mentor"),
        BotUttered("dag"),
    ]
    tracker = Tracker.from_events("a", said, assistant.domain.slots)
    ours, rasas = (
        kind("action_praat", assistant.action_endpoint)._action_call_format(tracker, assistant.domain)
        for kind in (CheckedAction, RemoteAction)
    )
    kept = [event for event in rasas["tracker"]["events"] if event["event"] in ("session_started", "user", "slot")]
    kept[1] = {**kept[1], "parse_data": without_ranking(kept[1]["parse_data"])}
    del rasas["domain"]
    assert ours["tracker"]["latest_message"]["intent_ranking"], "the last message's own stays"
    assert len(kept) == 3 and ours == {**rasas, "tracker": {**rasas["tracker"], "events": kept}}


EVENTS = [[], [SlotSet("rol", "mentor"), BotUttered("dag")], [ActionExecutionRejected("action_praat")], None]


@pytest.mark.parametrize("events", EVENTS, ids=["nothing", "some", "rejected", "none"])
def test_an_action_is_logged_as_by_rasa(events: list[Event] | None, assistant: Assistant) -> None:
    prediction = PolicyPrediction([1.0], "x", events=[DefinePrevUserUtteredFeaturization(False)])
    logged = []
    for kind in (Processor, MessageProcessor):
        tracker = Tracker.from_events("a", [UserUttered("hallo", timestamp=1.0)], assistant.domain.slots)
        kind._log_action_on_tracker(assistant.processor, tracker, RemoteAction("action_praat", None), copy.deepcopy(events), prediction)
        logged.append([{**event.as_dict(), "timestamp": 0} for event in tracker.events])
    assert logged[0] == logged[1] and len(logged[0]) > 1


MESSAGES = [
    "hallo",
    "een leerling wordt gepest",
    "ik werk in Kampen",
    "ik ben mentor op een vmbo in Zwolle",
    "/pesten",
    "",
    "groep 7 in Emmen",
]


@pytest.mark.parametrize("text", MESSAGES)
async def test_a_message_fills_the_slots_that_rasa_fills(text: str, assistant: Assistant) -> None:
    filled = []
    for kind in (Processor, MessageProcessor):
        tracker = Tracker.from_events("a", [SlotSet("rol", "ib")], assistant.domain.slots)
        parsed = await assistant.parse_message(text)
        tracker.update(UserUttered(text, parsed["intent"], parsed["entities"], parsed), assistant.domain)
        await kind.run_action_extract_slots(assistant.processor, CollectingOutputChannel(), tracker)
        filled.append([(event.type_name, getattr(event, "key", ""), getattr(event, "value", "")) for event in tracker.events])
    assert filled[0] == filled[1]
    assert (("slot", "gemeente", "Kampen") in filled[0]) == ("Kampen" in text)


def test_each_slot_is_filled_by_an_entity_or_an_action_of_ours(assistant: Assistant) -> None:
    """Else the slots of a message without entities would not be Rasa's."""
    kinds = {mapping["type"] for slot in assistant.domain.slots for mapping in slot.mappings}
    named = [mapping for slot in assistant.domain.slots for mapping in slot.mappings if "action" in mapping]
    assert (kinds, named) == ({"custom", "from_entity"}, [])


async def test_a_crowd_waits_for_its_place(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[int] = [0, 0]

    async def turn(self: Agent, message: UserMessage) -> list[Any]:
        inside[0] += 1
        inside[1] = max(inside)
        await asyncio.sleep(0.01)
        inside[0] -= 1
        return []

    monkeypatch.setattr(Agent, "handle_message", turn)
    await asyncio.gather(*(assistant.handle_message(UserMessage("hallo")) for _ in range(5 * rasa._AT_ONCE)))
    assert inside == [0, rasa._AT_ONCE]
