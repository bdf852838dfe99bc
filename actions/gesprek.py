"""What an action knows of the conversation: the tracker's slots and last message, typed."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any, Mapping, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.kaart import kaart, organisations
from actions.situatie import lexicon, says
from bot.routekaart import Advies, Rol, Schoolsoort

FOLLOW_UP_WORDS = 12
"""A follow-up question is short; a longer message tells something."""
MOST_QUESTIONS = 2
"""So many questions in a row; then there is an answer."""
VOOR_ADVIES = ("pleger", "geweld", "gemeente", "schoolsoort")
"""The questions whose answer changes an advice."""
_SAME = 0.65
"""Within a talk about a concern a message that is this likely about it needs no question; another concern must be surer."""
PERHAPS = 0.1
"""A concern this likely may be what was meant beside a place or a kind of school."""
MOST_CHOICES = 3
"""So many earlier choices are offered again when only a place or a kind of school was added."""
_KEPT = ("gemeente", "schoolsoort", "rol")
_NAMED = "bewaard"
_LIKELY = 0.04
_REPEAT_WORDS = 3
"""A shorter message, such as "ja", may well come twice."""


class Gesprek:
    """One moment in a conversation."""

    def __init__(self, tracker: Tracker) -> None:
        self._message: dict[str, Any] = tracker.latest_message or {}
        self._events = _of_this_session(tracker.events or [])
        self.begin = self._forgotten(tracker.slots)
        """Slot events with which a session begins: the concern of an earlier one is forgotten; empty later on."""
        self._slots = {**tracker.slots, **{event["name"]: event["value"] for event in self.begin}}

    def _forgotten(self, slots: dict[str, Any]) -> list[EventType]:
        """After an hour of silence Rasa carries every slot over. Place, school and role stay and are named; the rest goes."""
        users = [number for number, event in enumerate(self._events) if event.get("event") == "user"]
        since = self._events[users[0] :] if users else []
        if any(event.get("event") == "slot" and event.get("name") == _NAMED for event in since):
            return []
        old = any(slots.get(name) and not self.entity(name) for name in ("gemeente", "schoolsoort"))
        gone = [SlotSet(name, None) for name, value in slots.items() if value and name not in (*_KEPT, _NAMED)]
        return [*gone, SlotSet(_NAMED, old)]

    def als(self, slots: Mapping[str, Any]) -> Gesprek:
        """The same moment, with another place, kind of school or role."""
        other = copy.copy(self)
        other._slots = {**self._slots, **{name: slots[name] for name in _KEPT if name in slots}}
        return other

    @property
    def text(self) -> str:
        """What was typed, redacted; a button gives its payload."""
        return str(self._message.get("text") or "")

    @property
    def typed(self) -> bool:
        return not self.text.startswith("/")

    @property
    def berichten(self) -> list[dict[str, Any]]:
        """The typed messages of this session with what the language model found in them, oldest first."""
        said = [event for event in self._events if event.get("event") == "user" and not str(event.get("text") or "/").startswith("/")]
        return [{**(event.get("parse_data") or {}), "text": event["text"]} for event in said]

    @property
    def herhaald(self) -> bool:
        """Whether the last message is word for word the one before."""
        users = [str(event.get("text")) for event in self._events if event.get("event") == "user"]
        same = len(users) > 1 and users[-1].casefold() == users[-2].casefold()
        return same and self.typed and len(self.text.split()) >= _REPEAT_WORDS

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
    def vragen(self) -> int:
        """How many questions the bot asked in a row."""
        return int(self._slots.get("vragen") or 0)

    @property
    def getoond(self) -> dict[str, Any]:
        """The last advice: zorgvraag, gemeente, schoolsoort, rol, functie, and the `deel` shown since; empty where there was none."""
        return dict(self._slots.get("getoond") or {})

    @property
    def eerder(self) -> list[str]:
        """The concerns that were advised on in this session."""
        shown = [
            event["value"] for event in self._events if event.get("event") == "slot" and event.get("name") == "getoond" and event["value"]
        ]
        return list(dict.fromkeys(advies["zorgvraag"] for advies in shown))

    @property
    def bewaard(self) -> bool:
        """Whether place, school or role come from a conversation before this one."""
        return bool(self._slots.get("bewaard"))

    @property
    def oordeel(self) -> dict[str, Any]:
        return dict(self._slots.get("oordeel") or {})

    @property
    def zeker(self) -> bool:
        """Whether the last message surely holds a concern."""
        return self.intent in kaart().zorgvragen and not self.besluit.get("ask")

    @property
    def kritiek(self) -> bool:
        """Whether the last message is about danger: its first line was said already."""
        return self.intent in kaart().zorgvragen and kaart().zorgvragen[str(self.intent)].veiligheid

    @property
    def onzeker_gevaar(self) -> bool:
        """Whether the last message may be about danger, and nothing was said on that yet."""
        return self.intent == "mogelijk_gevaar"

    @property
    def signalen(self) -> bool:
        """Whether a plain expression or the name of a danger stands in the last message."""
        return bool(self._message.get("veiligheid"))

    @property
    def gezegd(self) -> bool:
        """Whether a danger is said of a person in it, not only named."""
        return bool(self._message.get("gezegd"))

    @property
    def bekend(self) -> bool:
        """Whether the last message holds a word that the language model knows; else it is sounds, or another language."""
        return bool(self._message.get("bekend", True))

    @property
    def vertrouwen(self) -> float:
        """How sure the language model is of the intent of the last message, from 0 to 1."""
        return float((self._message.get("intent") or {}).get("confidence") or 0.0)

    @property
    def staat_open(self) -> Optional[str]:
        """The question before an advice that still waits for its answer, after a turn that did not answer it."""
        return self.gevraagd if self.gevraagd in VOOR_ADVIES else None

    @property
    def zelfde(self) -> bool:
        """Whether the last message only adds to the concern that was just advised on, understood or likely enough."""
        meant = [self.intent, *([] if self.intent in kaart().zorgvragen or self.onzeker_gevaar else self.likely(_SAME))]
        if not self.typed or self.zorgvraag not in meant or self.zorgvraag != self.getoond.get("zorgvraag"):
            return False
        return not self.verandert and not self.gevraagd and not says(self.text, lexicon("praat")["nieuwe_leerling"])

    @property
    def veranderd(self) -> list[str]:
        """The parts of the last advice that are other ones with what is known now of place, school and role."""
        before, now = self.als(self.getoond).advies(self.getoond["zorgvraag"]), self.advies(self.getoond["zorgvraag"])
        same = {
            "contact": organisations(before) == organisations(now),
            "eerst": before.eerst_in_school == now.eerst_in_school,
            "stappen": before.stappen == now.stappen,
        }
        return [deel for deel, is_same in same.items() if not is_same]

    @property
    def verandert(self) -> bool:
        """Whether the last message puts another place, kind of school or role in the place of that of the last advice."""
        said = {
            "gemeente": self.entity("gemeente") or self.entity("andere_gemeente"),
            **{n: self.entity(n) for n in ("schoolsoort", "rol")},
        }
        return bool(self.getoond) and any(said[name] and value != self.getoond.get(name) for name, value in self.waar_en_wie.items())

    @property
    def waar_en_wie(self) -> dict[str, Optional[str]]:
        """Place, kind of school and role as they are known now."""
        return {name: self._slots.get(name) for name in ("gemeente", "schoolsoort", "rol")}

    @property
    def al_gevraagd(self) -> list[str]:
        return list(self._slots.get("al_gevraagd") or [])

    @property
    def keuzes(self) -> list[str]:
        return [zorgvraag for zorgvraag in self._slots.get("keuzes") or [] if self._known(zorgvraag)]

    @property
    def ook(self) -> list[str]:
        """Other concerns of the last message, offered and not yet taken."""
        return [zorgvraag for zorgvraag in self._slots.get("ook") or [] if self._known(zorgvraag)]

    @property
    def misverstanden(self) -> int:
        return int(self._slots.get("misverstanden") or 0)

    @property
    def intent(self) -> Optional[str]:
        name: Optional[str] = (self._message.get("intent") or {}).get("name")
        return name

    def likely(self, at_least: float = 0.0) -> list[str]:
        """Concerns by their likelihood for the last message, best first; empty after a button."""
        ranking, known = self._message.get("intent_ranking") or [], kaart().zorgvragen
        found = [item["name"] for item in ranking if item["name"] in known and item["confidence"] >= at_least]
        return found if len(ranking) > 1 else []

    def likely_share(self, concerns: list[str]) -> float:
        """How likely these concerns are together for the last message, from 0 to 1."""
        return sum(float(item["confidence"]) for item in self._message.get("intent_ranking") or [] if item["name"] in concerns)

    def instead_of(self, zorgvraag: str) -> list[str]:
        """What else may have been meant: what was likely too, then what this concern is easily taken for."""
        return [c for c in dict.fromkeys([*self.likely(_LIKELY), *kaart().neighbours(zorgvraag), *self.likely()]) if c != zorgvraag][:6]

    @property
    def besluit(self) -> dict[str, Any]:
        """What the decision component said of the last message; empty after a button."""
        return self._message.get("besluit") or {}

    @property
    def entities(self) -> list[dict[str, Any]]:
        return list(self._message.get("entities") or [])

    def entity(self, name: str) -> Optional[str]:
        """The value of the first entity of this name in the last message."""
        return next((str(e["value"]) for e in self.entities if e["entity"] == name), None)

    def advies(self, zorgvraag: str) -> Advies:
        return kaart().advise(zorgvraag, self.gemeente, self.schoolsoort, self.rol, dt.datetime.now(dt.timezone.utc))

    @staticmethod
    def _known(zorgvraag: Optional[str]) -> Optional[str]:
        return zorgvraag if zorgvraag in kaart().zorgvragen else None


def understood(**slots: Any) -> list[EventType]:
    """Slot events after a message that was understood: the count of misunderstandings starts again."""
    return [SlotSet("misverstanden", 0), *(SlotSet(name, value) for name, value in slots.items())]


def _of_this_session(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    starts = [number for number, event in enumerate(events) if event.get("event") == "session_started"]
    return events[starts[-1] :] if starts else events
