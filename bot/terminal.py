"""The bot without a browser: the same Rasa model and actions in the terminal and for files of messages."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Optional

from bot.channels.antwoord import Antwoord, Collector
from bot.channels.door import Door
from bot.lines import Line
from bot.privacy.pseudonym import random_id
from bot.processes import action_server
from bot.quiet import quiet
from bot.settings import ACTIONS_KEY_HEADER, Settings
from bot.teksten import teksten


def load_agent(model: Path, actions_url: Optional[str], actions_key: str = "") -> Any:
    """Rasa's agent with the model in this process and a tracker store in memory."""
    quiet()
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import InMemoryTrackerStore
    from rasa.shared.core.domain import Domain
    from rasa.utils.endpoints import EndpointConfig

    from bot.server.sloten import Locks

    endpoint = EndpointConfig(actions_url, headers={ACTIONS_KEY_HEADER: actions_key}, enable_selective_domain=True) if actions_url else None
    store = InMemoryTrackerStore(Domain.empty())
    return Agent.load(str(model), action_endpoint=endpoint, tracker_store=store, lock_store=Locks())


class Talk:
    """One conversation with the agent."""

    def __init__(self, agent: Any, most: int = Settings.max_tekens) -> None:
        self._agent, self._most = agent, most
        self.sender = random_id()
        self._door = Door()

    async def say(self, text: str, payload: Optional[str] = None) -> list[Antwoord]:
        """One turn: typed text, or the payload of a button that the bot gave."""
        from rasa.core.channels.channel import UserMessage

        collector = Collector("terminal")
        if payload is None and len(text) > self._most:
            return [Antwoord(teksten("kanaal")["te_lang"].format(letters=self._most))]
        entered, notice = (self._door.payload(payload), None) if payload else self._door.text(self.sender, text)
        if not entered:
            return [Antwoord(teksten("kanaal")["leeg"])]
        await self._agent.handle_message(UserMessage(entered, collector, self.sender, input_channel="terminal"))
        if collector.wissen:
            await self._forget()
        answers = collector.antwoorden or [Antwoord(teksten("kanaal")["storing"])]
        return [*answers, *([notice] if notice else [])]

    async def _forget(self) -> None:
        """Nothing of the conversation stays in the store, and the next message begins another."""
        from rasa.shared.core.trackers import DialogueStateTracker

        await self._agent.tracker_store.save(DialogueStateTracker(self.sender, self._agent.domain.slots))
        self.sender = random_id()

    async def slot(self, name: str) -> Optional[str]:
        tracker = await self._agent.tracker_store.get_or_create_tracker(self.sender)
        value: Optional[str] = tracker.get_slot(name)
        return value


@contextlib.asynccontextmanager
async def running_agent(settings: Settings, model: Path) -> AsyncIterator[Any]:
    with action_server(settings) as url:
        yield load_agent(model, url, settings.actions_key)


async def play(settings: Settings, model: Path, rows: list[Line], out: Callable[[Line], None], progress: Callable[[str], None]) -> None:
    """Plays each row as a conversation of its own and gives one line a turn."""
    async with running_agent(settings, model) as agent:
        for number, row in enumerate(rows, 1):
            progress(f"conversation {number} of {len(rows)}")
            talk = Talk(agent, settings.max_tekens)
            for turn, beurt in enumerate(row["beurten"]):
                answers = await talk.say(beurt["gebruiker"])
                out(
                    {
                        "id": row["id"],
                        "beurt": turn,
                        "gebruiker": beurt["gebruiker"],
                        "antwoord": [answer.as_dict() for answer in answers],
                        "zorgvraag": await talk.slot("zorgvraag"),
                        "gemeente": await talk.slot("gemeente"),
                    }
                )


async def talk(settings: Settings, model: Path) -> None:
    """A conversation in the terminal; a number presses the button with that number, an empty line ends it."""
    async with running_agent(settings, model) as agent:
        conversation, buttons = Talk(agent, settings.max_tekens), list[str]()
        while True:
            line = (await asyncio.to_thread(_ask)).strip()
            if not line:
                return
            payload = buttons[int(line) - 1] if line.isdecimal() and 0 < int(line) <= len(buttons) else None
            answers = await conversation.say(line, payload)
            buttons = [knop.payload for answer in answers for knop in answer.buttons]
            numbers = itertools.count(1)
            for answer in answers:
                print(f"\n{answer.text}")
                for knop in answer.buttons:
                    print(f"  [{next(numbers)}] {knop.title}")


def _ask() -> str:
    try:
        return input("\njij> ")
    except EOFError:
        return ""


async def classify(
    model: Path,
    rows: list[Line],
    out: Callable[[Line], None],
    progress: Callable[[str], None],
    enter: Optional[Callable[[str], str]] = None,
) -> None:
    """What the bot would do with each row as a first message; `enter` stands in for the door."""
    enter = enter or (lambda text: Door().text("", text)[0])
    agent = load_agent(model, None)
    for number, row in enumerate(rows, 1):
        if number % 50 == 0:
            progress(f"message {number} of {len(rows)}")
        parsed = await agent.parse_message(enter(row["text"]))
        decision = parsed.get("besluit") or {"ask": True, "offered": [], "also": [], "safety": False}
        out({"id": row["id"], "ranking": parsed.get("intent_ranking") or [], **decision})
