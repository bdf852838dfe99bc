"""Makes the moment in a conversation that an action sees."""

from __future__ import annotations

from typing import Any, Optional

from rasa_sdk import Tracker

from actions.gesprek import Gesprek


def gesprek(*messages: tuple[str, Optional[str]], entities: Optional[list[dict[str, Any]]] = None, **slots: Any) -> Gesprek:
    """After these messages, each with its intent; the entities are those of the last one."""
    events: list[dict[str, Any]] = [
        {"event": "user", "text": text, "parse_data": {"text": text, "intent": {"name": intent, "confidence": 1.0}}}
        for text, intent in messages
    ]
    events.append({"event": "slot", "name": "bewaard", "value": False})  # the session has begun
    last = {**events[-2]["parse_data"], "entities": entities or []} if len(events) > 1 else {}
    return Gesprek(Tracker("sender", slots, last, events, False, None, {}, None))
