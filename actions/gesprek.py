"""What an action knows of the conversation: the tracker's slots and last message, typed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.kaart import kaart
from bot.routekaart import Advies, Rol, Schoolsoort

FOLLOW_UP_WORDS = 9
_LIKELY = 0.04


class Gesprek:
    """One moment in a conversation."""

    def __init__(self, tracker: Tracker) -> None:
        self._slots = tracker.slots
        self._message: dict[str, Any] = tracker.latest_message or {}

    @property
    def zorgvraag(self) -> Optional[str]:
        return self._known(self._slots.get("zorgvraag"))

    @property
    def gemeente(self) -> Optional[str]:
        value: Optional[str] = self._slots.get("gemeente")
        return value

    @property
    def gemeente_is_known(self) -> bool:
        return kaart().gemeente(self.gemeente) is not None

    @property
    def schoolsoort(self) -> Optional[Schoolsoort]:
        value = self._slots.get("schoolsoort")
        return Schoolsoort(value) if value in ("po", "vo") else None

    @property
    def rol(self) -> Optional[Rol]:
        value = self._slots.get("rol")
        return Rol(value) if value in list(Rol) else None

    @property
    def gevraagd(self) -> Optional[str]:
        value: Optional[str] = self._slots.get("gevraagd")
        return value

    @property
    def answers_the_question(self) -> bool:
        """Whether the last message holds what was asked for, whatever else it says."""
        wanted = {"gemeente": ("gemeente", "andere_gemeente"), "schoolsoort": ("schoolsoort",)}.get(self.gevraagd or "", ())
        return any(self.entity(name) for name in wanted)

    @property
    def al_gevraagd(self) -> list[str]:
        return list(self._slots.get("al_gevraagd") or [])

    @property
    def keuzes(self) -> list[str]:
        return [zorgvraag for zorgvraag in self._slots.get("keuzes") or [] if self._known(zorgvraag)]

    @property
    def misverstanden(self) -> int:
        return int(self._slots.get("misverstanden") or 0)

    @property
    def intent(self) -> Optional[str]:
        name: Optional[str] = (self._message.get("intent") or {}).get("name")
        return name

    def likely(self, at_least: float = 0.0) -> list[str]:
        """Concerns by their likelihood for the last message, best first; empty after a button."""
        ranking = self._message.get("intent_ranking") or []
        found = [item["name"] for item in ranking if self._known(item["name"]) and item["confidence"] >= at_least]
        return found if len(ranking) > 1 else []

    def instead_of(self, zorgvraag: str) -> list[str]:
        """What else may have been meant: what was likely too, then what this concern is easily taken for."""
        return [c for c in dict.fromkeys([*self.likely(_LIKELY), *kaart().neighbours(zorgvraag), *self.likely()]) if c != zorgvraag][:6]

    @property
    def besluit(self) -> dict[str, Any]:
        """What the decision component said of the last message; empty after a button."""
        return self._message.get("besluit") or {}

    def entity(self, name: str) -> Optional[str]:
        """The value of the first entity of this name in the last message."""
        return next((str(e["value"]) for e in self._message.get("entities") or [] if e["entity"] == name), None)

    @property
    def asks_on(self) -> bool:
        """A short question on consent after an advice is about that advice, not a new concern."""
        short = len(str(self._message.get("text") or "").split()) <= FOLLOW_UP_WORDS
        return bool(self.zorgvraag and short and self.intent == "privacy_toestemming" and self.entity("deel") == "toestemming")

    def advies(self, zorgvraag: str) -> Advies:
        return kaart().advise(zorgvraag, self.gemeente, self.schoolsoort, self.rol, dt.datetime.now(dt.timezone.utc))

    @staticmethod
    def _known(zorgvraag: Optional[str]) -> Optional[str]:
        return zorgvraag if zorgvraag in kaart().zorgvragen else None


def understood(**slots: Any) -> list[EventType]:
    """Slot events after a message that was understood: the count of misunderstandings starts again."""
    return [SlotSet("misverstanden", 0), *(SlotSet(name, value) for name, value in slots.items())]
