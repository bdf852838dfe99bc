"""A thumb on an advice, put where the answer to "was dit het juiste contact?" stands: in the slot `oordeel` of the conversation."""

from __future__ import annotations

from typing import Any, Dict, Optional

from rasa.shared.core.events import SlotSet

_SLOT = "oordeel"


async def keep(agent: Any, about: Dict[str, Any], juist: Optional[bool]) -> None:
    """`about` says which conversation (`sender_id`), `zorgvraag` and `gemeente`; `juist` None takes a judgement back."""
    sender = about["sender_id"]
    async with agent.lock_store.lock(sender):
        tracker = await agent.tracker_store.retrieve(sender)
        if tracker is None or _SLOT not in tracker.slots:
            return
        value = {"zorgvraag": about["zorgvraag"], "gemeente": about["gemeente"], "functie": None, "juist": juist, "opmerking": None}
        tracker.update(SlotSet(_SLOT, value))
        await agent.tracker_store.save(tracker)
