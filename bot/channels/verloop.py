"""What was said so far, read back from Rasa's tracker: for a page that was reloaded, and for a message that comes twice."""

from __future__ import annotations

import dataclasses
from typing import Iterable, List, Optional, Union

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.channels.antwoord import Antwoord


@dataclasses.dataclass(frozen=True)
class Gezegd:
    """What the teacher said: her text as it was kept, or the title of the button."""

    text: str


def verloop(events: Iterable[Event]) -> List[Union[Gezegd, Antwoord]]:
    """The conversation in order."""
    said: List[Union[Gezegd, Antwoord]] = []
    titles: dict[str, str] = {}
    for event in events:
        if isinstance(event, UserUttered) and event.text:
            text = titles.get(event.text) if event.text.startswith("/") else event.text
            if text:
                said.append(Gezegd(text))
        answer = _answer(event)
        if answer:
            titles.update({knop.payload: knop.title for knop in answer.buttons})
            said.append(answer)
    return said


def answers_to(events: Iterable[Event], message_id: str) -> Optional[List[Antwoord]]:
    """What the bot answered to a message; None where it did not get the message, or did not answer yet."""
    found: Optional[List[Antwoord]] = None
    for event in events:
        if isinstance(event, UserUttered):
            if found is not None:
                break
            found = [] if event.message_id == message_id else None
        elif found is not None:
            answer = _answer(event)
            found += [answer] if answer else []
    return found or None


def _answer(event: Event) -> Optional[Antwoord]:
    if not isinstance(event, BotUttered):
        return None
    return Antwoord.from_rasa({**event.data, "text": event.text})
