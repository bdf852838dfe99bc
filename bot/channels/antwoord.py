"""One message of the bot, the same for every channel: text, buttons and, where there is one, the advice.

What an action hands to a channel is Rasa's message {"text", "buttons": [{"title", "payload"}], "custom"}. A payload is
`/intent{"entity": "value"}`. `custom` holds at most one of:

- `{"advies": Advies.as_dict(), "titel": str, "delen": [part] or null}`: the parts of an advice to show; null: a first answer
- `{"contact": Contact.as_dict()}`: one contact
- `{"wissen": true}`: delete the conversation once this turn is over
- `{"briefje": true}`: the text is a note to take along; a channel may offer to copy or print it
"""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Optional

from rasa.core.channels.channel import OutputChannel

from bot.channels.cards import text
from bot.routekaart.advies import Advies, Contact


@dataclasses.dataclass(frozen=True)
class Knop:
    title: str
    payload: str


@dataclasses.dataclass(frozen=True)
class Antwoord:
    """`advies` is the whole advice; `delen` says which parts of it `text` shows (None: those of a first answer).

    `briefje`: the text is a note to copy or print.
    `contact` is the one contact that `text` is about.
    """

    text: str
    buttons: tuple[Knop, ...] = ()
    advies: Optional[dict[str, Any]] = None
    titel: Optional[str] = None
    delen: Optional[tuple[str, ...]] = None
    briefje: bool = False
    contact: Optional[dict[str, Any]] = None

    @classmethod
    def from_rasa(cls, message: Dict[str, Any]) -> Optional[Antwoord]:
        """From what Rasa hands to a channel; None where it holds nothing to show."""
        custom = message.get("custom") or {}
        if "advies" in custom:
            delen = tuple(custom["delen"]) if custom.get("delen") else None
            rendered = text.render(Advies.from_dict(custom["advies"]), custom["titel"], delen)
            return cls(rendered, advies=custom["advies"], titel=custom["titel"], delen=delen)
        if "contact" in custom:
            return cls(text.render_contact(Contact(**custom["contact"])), contact=custom["contact"])
        if not message.get("text"):
            return None
        buttons = tuple(Knop(knop["title"], knop["payload"]) for knop in message.get("buttons") or [])
        return cls(message["text"], buttons, briefje=bool(custom.get("briefje")))

    def as_dict(self) -> dict[str, Any]:
        """The shape of `python -m bot chat --in`."""
        return {"text": self.text, "buttons": [dataclasses.asdict(knop) for knop in self.buttons], "advies": self.advies}


class Collector(OutputChannel):
    """Gathers the answers of one turn."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.antwoorden: List[Antwoord] = []
        self.wissen = False
        """The conversation is to be deleted once this turn is over."""

    def name(self) -> str:
        return self._name

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        self.wissen = self.wissen or bool((message.get("custom") or {}).get("wissen"))
        antwoord = Antwoord.from_rasa(message)
        if antwoord:
            self.antwoorden.append(antwoord)
