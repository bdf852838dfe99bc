"""Our agent: the first words on danger, which need nothing but the model, and turns that wait for their place."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.processes import free_port
from bot.server import rasa
from bot.server.acties import ActionEndpoint
from bot.server.journaal import Journal
from bot.server.meters import Meters
from bot.server.opslag import Conversations
from bot.server.rasa import Assistant
from bot.server.sloten import Locks


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
