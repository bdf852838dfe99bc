"""One turn with Rasa, the same for every channel: the teacher gets an answer whatever happens, and a conversation can be deleted."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, List, TypeVar

from rasa.core.channels.channel import UserMessage

from bot.channels.antwoord import Antwoord, Collector
from bot.privacy.retention import Retention
from bot.teksten import teksten

logger = logging.getLogger(__name__)

_DELETE_SECONDS = 1.5

T = TypeVar("T")
Handler = Callable[[UserMessage], Awaitable[Any]]


async def in_time(work: Awaitable[T], otherwise: Callable[[], Awaitable[T]], seconds: float) -> T:
    """What comes of the work. Where that takes too long, the work is told to end, and nobody waits until it does: it is `otherwise`."""
    task = asyncio.ensure_future(work)
    if (await asyncio.wait({task}, timeout=seconds))[0]:
        return task.result()
    task.cancel()
    logger.error("A turn took longer than %s seconds and was ended", seconds)
    return await otherwise()


async def failed(agent: Any, text: str, collector: Collector) -> List[Antwoord]:
    """What there is by now, or else what is said first in danger; and the sentence for a failure. `agent` None: Rasa still starts."""
    try:
        words = None if collector.antwoorden or agent is None else await agent.first_words(text)
    except Exception as error:
        logger.error("A message whose turn failed could not be read either: %s", type(error).__name__)
        words = None
    return [*([Antwoord(words)] if words else []), *collector.antwoorden, Antwoord(teksten("kanaal")["storing"])]


async def turn(handler: Handler, message: UserMessage, collector: Collector, retention: Retention, agent: Any) -> List[Antwoord]:
    """Rasa's answers to a message whose output channel is `collector`, or the sentence for a failure. Never raises."""
    try:
        await handler(message)
    except Exception as error:  # whatever fails inside, the teacher gets an answer; the message itself is never logged
        logger.error("A turn failed: %s", type(error).__name__)
        return await failed(agent, str(message.text), collector)
    if collector.wissen and not await delete(retention, message.sender_id, agent):
        return [Antwoord(teksten("kanaal")["wissen_mislukt"])]
    return collector.antwoorden or await failed(agent, str(message.text), collector)


async def delete(retention: Retention, sender: str, agent: Any) -> bool:
    """Deletes a conversation, which the action server cannot do: it has no access to the store. `agent` None: Rasa still starts."""
    try:
        await asyncio.wait_for(asyncio.shield(_delete(retention, sender, agent)), _DELETE_SECONDS)
    except Exception as error:  # it goes on after that time; and the purge does it later: it is on its list by now
        logger.error("A conversation could not be deleted: %s", type(error).__name__)
        return False
    return True


async def _delete(retention: Retention, sender: str, agent: Any) -> None:
    if agent is not None and hasattr(agent.tracker_store, "forget"):  # of our server; Rasa's own stores have nothing that waits
        await agent.tracker_store.forget(sender)
    await asyncio.to_thread(retention.delete, sender)
