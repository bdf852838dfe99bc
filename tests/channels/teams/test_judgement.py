"""A thumb stands in the conversation's own events, where the coordinators' site finds every judgement."""

from __future__ import annotations

import types
from typing import Any

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered

from bot.channels.microsoft import judgement

ABOUT = {"sender_id": "teams:1", "zorgvraag": "pesten", "gemeente": None}
SLOT = "version: '3.1'\nslots: {oordeel: {type: any, influence_conversation: false, mappings: [{type: custom}]}}"


def agent(domain: str) -> Any:
    store = InMemoryTrackerStore(Domain.from_yaml(domain))
    return types.SimpleNamespace(tracker_store=store, lock_store=InMemoryLockStore())


async def talked(running: Any) -> None:
    tracker = await running.tracker_store.get_or_create_tracker("teams:1")
    tracker.update(UserUttered("hallo"))
    await running.tracker_store.save(tracker)


async def judged(running: Any) -> list[Any]:
    tracker = await running.tracker_store.retrieve("teams:1")
    return [event.value for event in tracker.events if isinstance(event, SlotSet) and event.key == "oordeel"] if tracker else []


@pytest.mark.parametrize("juist", [True, False, None])
async def test_it_stands_in_the_events(juist: bool | None) -> None:
    running = agent(SLOT)
    await talked(running)
    await judgement.keep(running, ABOUT, juist)
    assert await judged(running) == [{"zorgvraag": "pesten", "gemeente": None, "functie": None, "juist": juist, "opmerking": None}]


async def test_a_conversation_that_was_deleted_does_not_come_back() -> None:
    running = agent(SLOT)
    await judgement.keep(running, ABOUT, True)
    assert await running.tracker_store.retrieve("teams:1") is None


async def test_a_bot_without_judgements_is_left_alone() -> None:
    running = agent("version: '3.1'")
    await talked(running)
    await judgement.keep(running, ABOUT, True)
    assert await judged(running) == []
