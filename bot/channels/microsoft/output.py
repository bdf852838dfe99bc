"""Rasa's way out to Teams: gathers the answers of a turn, and after the turn (a reminder) sends them at once."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict

from bot.channels.antwoord import Antwoord, Collector

Deliver = Callable[[str, Antwoord], Awaitable[None]]


class TeamsOutput(Collector):
    """`deliver` sends one answer to the conversation with this sender id."""

    def __init__(self, deliver: Deliver, in_turn: bool) -> None:
        super().__init__("teams")
        self._deliver, self.in_turn = deliver, in_turn

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        if self.in_turn:
            await super().send_response(recipient_id, message)
            return
        antwoord = Antwoord.from_rasa(message)
        if antwoord:
            await self._deliver(recipient_id, antwoord)
