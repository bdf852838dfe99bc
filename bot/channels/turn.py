"""One turn with Rasa, the same for every channel: the teacher gets an answer whatever happens, and a conversation can be deleted."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, List

from rasa.core.channels.channel import UserMessage

from bot.channels.antwoord import Antwoord, Collector
from bot.privacy.retention import Retention
from bot.server.opslag import Conversations
from bot.teksten import teksten

logger = logging.getLogger(__name__)

_TURN_SECONDS = 30

Handler = Callable[[UserMessage], Awaitable[Any]]


async def turn(handler: Handler, message: UserMessage, collector: Collector, retention: Retention, agent: Any) -> List[Antwoord]:
    """Rasa's answers to a message whose output channel is `collector`, or the sentence for a failure. Never raises."""
    try:
        await asyncio.wait_for(handler(message), _TURN_SECONDS)
    except Exception as error:  # whatever fails inside, the teacher gets an answer; the message itself is never logged
        logger.error("A turn failed: %s", type(error).__name__)
        return [*collector.antwoorden, Antwoord(teksten("kanaal")["storing"])]
    if collector.wissen and not await delete(retention, message.sender_id, agent):
        return [Antwoord(teksten("kanaal")["wissen_mislukt"])]
    return collector.antwoorden or [Antwoord(teksten("kanaal")["storing"])]


async def delete(retention: Retention, sender: str, agent: Any) -> bool:
    """Deletes a conversation, which the action server cannot do: it has no access to the store. `agent` None: Rasa still starts."""
    try:
        if agent is not None and isinstance(agent.tracker_store, Conversations):
            await agent.tracker_store.forget(sender)
        await asyncio.to_thread(retention.delete, sender)
    except Exception as error:  # the purge deletes it later: it is on its list by now
        logger.error("A conversation could not be deleted: %s", type(error).__name__)
        return False
    return True
