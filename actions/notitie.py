"""The note to take along: concern, signs in the teacher's own redacted words, what was tried, the question, and the advice."""

from __future__ import annotations

import re
from typing import Any, Iterator

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.gesprek import Gesprek, understood
from actions.kaart import kaart
from actions.situatie import lexicon, says, situatie
from bot.routekaart import Advies

_MOST = 6
"""Lines a heading: the note fits on half a page."""
_TELLING = ("mogelijk_gevaar", "nlu_fallback")
"""Intents, beside the concerns, of messages in which a teacher tells something."""
_SHORTEST = 3


def hand_over(dispatcher: CollectingDispatcher, gesprek: Gesprek) -> list[EventType]:
    """The note as one message that can be copied; it is kept nowhere else."""
    zorgvraag = gesprek.getoond.get("zorgvraag") or gesprek.zorgvraag
    if zorgvraag is None:
        dispatcher.utter_message(response="utter_briefje_geen_zorg")
        return understood()
    dispatcher.utter_message(response="utter_briefje", **note(gesprek, gesprek.advies(zorgvraag)))
    dispatcher.utter_message(response="utter_na_briefje")
    return understood(gevraagd=None)


def note(gesprek: Gesprek, advies: Advies) -> dict[str, str]:
    """The values for the places of `utter_briefje`."""
    told: dict[str, list[str]] = {"signalen": [], "geprobeerd": [], "vraag": []}
    for sentence in _sentences(gesprek.berichten):
        told[_kind(sentence)].append(sentence)
    empty = lexicon("praat")["niets"]
    lines = {name: "\n".join(f"- {line}" for line in list(dict.fromkeys(said))[:_MOST]) or empty for name, said in told.items()}
    school = lexicon("vragen")["schoolsoort"].get(advies.schoolsoort)
    return {
        **lines,
        "zorg": kaart().zorgvragen[advies.zorgvraag].label,
        "plaats": ", ".join(part for part in (advies.gemeente, school) if part) or empty,
        "eerst": advies.eerst_in_school.tekst,
        "contacten": "\n".join(_contacts(advies)) or empty,
    }


def _sentences(berichten: list[dict[str, Any]]) -> Iterator[str]:
    for bericht in berichten:
        intent = (bericht.get("intent") or {}).get("name")
        concern = intent in kaart().zorgvragen
        if (concern or intent in _TELLING) and situatie(bericht["text"], concern) is None:
            found = re.split(r"(?<=[.!?])\s+", bericht["text"].strip())
            yield from (sentence for sentence in found if len(sentence.split()) >= _SHORTEST)


def _kind(sentence: str) -> str:
    if sentence.endswith("?"):
        return "vraag"
    return "geprobeerd" if says(sentence, lexicon("praat")["geprobeerd"]) else "signalen"


def _contacts(advies: Advies) -> Iterator[str]:
    for contact in advies.contacten:
        reach = contact.telefoon or contact.email or contact.url
        yield f"- {contact.organisatie}" + (f": {reach}" if reach else "") if contact.organisatie else f"- {contact.waarvoor}"
