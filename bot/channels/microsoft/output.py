"""Rasa's way out to Teams: gathers the answers of a turn, and after the turn (a reminder) sends them at once."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Dict

from bot.channels.antwoord import Antwoord, Collector

logger = logging.getLogger(__name__)

Deliver = Callable[[str, Antwoord], Awaitable[None]]


class TeamsOutput(Collector):
    """`deliver` sends one answer to the conversation with this sender id."""

    def __init__(self, deliver: Deliver, in_turn: bool) -> None:
        super().__init__("teams")
        self._deliver, self.in_turn = deliver, in_turn

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        antwoord, custom = Antwoord.from_rasa(message), message.get("custom")
        if antwoord is None and custom:
            logger.warning("An answer of Rasa held nothing that Teams can show, but: %s", ", ".join(sorted(map(str, custom))))
        if self.in_turn:
            await super().send_response(recipient_id, message)
        elif antwoord:
            await self._deliver(recipient_id, antwoord)
