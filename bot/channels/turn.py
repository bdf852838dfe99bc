"""One turn with Rasa, the same for every channel: the teacher gets an answer whatever happens, and a conversation can be deleted."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, List

from rasa.core.channels.channel import UserMessage

from bot.channels.antwoord import Antwoord, Collector
from bot.privacy.retention import Retention
from bot.teksten import teksten

logger = logging.getLogger(__name__)

TURN_SECONDS = 30

Handler = Callable[[UserMessage], Awaitable[Any]]


async def turn(handler: Handler, collector: Collector, sender: str, text: str, retention: Retention) -> List[Antwoord]:
    """Rasa's answers, or the sentence for a failure. Never raises; the message itself is never logged."""
    try:
        message = UserMessage(text, collector, sender, input_channel=collector.name())
        await asyncio.wait_for(handler(message), TURN_SECONDS)
    except Exception as error:
        logger.error("A turn failed: %s", type(error).__name__)
        return [*collector.antwoorden, Antwoord(teksten("kanaal")["storing"])]
    if collector.wissen and not await _delete(retention, sender):
        return [Antwoord(teksten("kanaal")["wissen_mislukt"])]
    return collector.antwoorden or [Antwoord(teksten("kanaal")["storing"])]


async def _delete(retention: Retention, sender: str) -> bool:
    """Deletes the conversation, which the action server cannot: it has no access to the store."""
    try:
        await asyncio.to_thread(retention.delete, sender)
    except Exception as error:  # the purge deletes it later: it is on its list by now
        logger.error("A conversation could not be deleted: %s", type(error).__name__)
        return False
    return True
