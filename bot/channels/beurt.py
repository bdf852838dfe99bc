"""The turns of a conversation: one at a time, each message once, and to the end also when the browser is gone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, AsyncContextManager, List, Optional, Set

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import AllSlotsReset, Event, SessionStarted, SlotSet, UserUttered

from bot.channels.antwoord import Antwoord, Collector
from bot.channels.sessie import Sessie
from bot.channels.turn import Handler, delete, failed, in_time, turn
from bot.channels.verloop import answers_to
from bot.privacy.retention import Retention

logger = logging.getLogger(__name__)


class Beurten:
    def __init__(self, channel: str, retention: Retention, seconds: float) -> None:
        """`seconds`: so long a turn may take."""
        self.seconds = seconds
        self._channel = channel
        self._retention = retention
        self._running: Set[asyncio.Task[List[Antwoord]]] = set()

    async def take(self, agent: Any, handler: Handler, sessie: Sessie, text: str, message_id: Optional[str]) -> List[Antwoord]:
        """The answers to one message; a message that was answered before gets the same ones, and is not asked again."""
        collector = Collector(self._channel)
        turn_to_come = self._once(agent, handler, sessie, text, message_id, collector)
        task = asyncio.ensure_future(in_time(turn_to_come, lambda: failed(agent, text, collector), self.seconds))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def delete(self, agent: Any, sender: str) -> bool:
        """Deletes the conversation from the store, between two turns. False where that does not work now."""

        async def between() -> bool:
            with contextlib.suppress(LockError):
                async with _lock(agent, sender):
                    return await delete(self._retention, sender, agent)
            return False

        async def not_now() -> bool:
            return False

        return await in_time(between(), not_now, self.seconds)

    async def _once(
        self, agent: Any, handler: Handler, sessie: Sessie, text: str, message_id: Optional[str], collector: Collector
    ) -> List[Antwoord]:
        try:
            async with _lock(agent, sessie.sender):
                if message_id and agent is not None and await agent.tracker_store.heard(sessie.sender, message_id):
                    earlier = answers_to(await events(agent, sessie.sender), message_id)
                    if earlier:
                        return earlier
                message = UserMessage(text, collector, sessie.sender, input_channel=self._channel, message_id=message_id)
                return await turn(lambda asked: self._ask(agent, handler, sessie, asked), message, collector, self._retention, agent)
        except LockError:
            return await failed(agent, text, collector)

    async def _ask(self, agent: Any, handler: Handler, sessie: Sessie, message: UserMessage) -> None:
        known = {"gemeente": sessie.gemeente, "schoolsoort": sessie.schoolsoort}
        slots = [SlotSet(name, value) for name, value in known.items() if value]
        if slots and agent is not None:
            tracker = await agent.processor.fetch_tracker_and_update_session(sessie.sender, message.output_channel)
            if _nothing_said(tracker.events):
                tracker.update_with_events(slots, agent.domain)
                await agent.processor.save_tracker(tracker)
        await handler(message)


def _lock(agent: Any, sender: str) -> AsyncContextManager[Any]:
    """Held from the look at what was answered before to the end of the turn, in every process. `agent` None: Rasa still starts."""
    return agent.lock_store.lock(sender) if agent is not None else contextlib.nullcontext()


async def events(agent: Any, sender: str) -> List[Event]:
    """All events of a conversation; none where the store cannot be read now."""
    if agent is None:
        return []
    try:
        tracker = await agent.tracker_store.retrieve_full_tracker(sender)
    except Exception as error:
        logger.error("A conversation could not be read: %s", type(error).__name__)
        return []
    return list(tracker.events) if tracker else []


def _nothing_said(happened: Any) -> bool:
    """Whether nothing was said since the slots became empty: in a new session, after an hour of silence, or after "opnieuw"."""
    for event in reversed(happened):
        if isinstance(event, (UserUttered, SessionStarted, AllSlotsReset)):
            return not isinstance(event, UserUttered)
    return True
