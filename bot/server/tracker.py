"""Rasa's tracker, copied at once: Rasa replays every event of the conversation before each action."""

from __future__ import annotations

import copy

from rasa.shared.core.trackers import DialogueStateTracker


class Tracker(DialogueStateTracker):
    def copy(self) -> Tracker:
        """Its own events, slots and loop; the events themselves are shared, as in Rasa's copy."""
        other = copy.copy(self)
        other.events = self.events.copy()
        other.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        other.active_loop = copy.copy(self.active_loop)
        return other
