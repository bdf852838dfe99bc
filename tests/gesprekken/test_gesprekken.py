"""Plays the conversations beside this file: one YAML file each, in folders by behaviour, named as a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.antwoord import Antwoord
from bot.terminal import Talk

FILES = sorted(Path(__file__).parent.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}: {file.stem.replace('_', ' ')}")
async def test_conversation(file: Path, agent: Any) -> None:
    talk, answers = Talk(agent), list[Antwoord]()
    for number, turn in enumerate(_turns(file)):
        if "stilte" in turn:
            await silence(agent, talk.sender, turn["stilte"])
            continue
        sender, payload = talk.sender, _payload(answers, turn["knop"]) if "knop" in turn else None
        text, times = turn.get("zegt_keer", [turn.get("zegt", ""), 1])
        answers = await talk.say(text * times, payload)
        where = f"turn {number}: {turn.get('zegt') or turn.get('knop')}"
        await _check(talk, answers, turn.get("verwacht", {}), where)
        if turn.get("verwacht", {}).get("gewist"):
            assert await said(agent, sender) == [], where


async def silence(agent: Any, sender: str, minutes: int) -> None:
    """Makes everything that happened in a conversation so many minutes older."""
    tracker = await agent.tracker_store.retrieve_full_tracker(sender)
    for event in tracker.events if tracker else ():
        event.timestamp -= 60 * minutes
    if tracker:
        await agent.tracker_store.save(tracker)


async def said(agent: Any, sender: str) -> list[str]:
    """Every message of a teacher that the store holds of a conversation."""
    tracker = await agent.tracker_store.retrieve_full_tracker(sender)
    return [event.text for event in (tracker.events if tracker else ()) if event.type_name == "user"]


def _turns(file: Path) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return turns


def _payload(answers: list[Antwoord], title: str) -> str:
    """The payload of the button with this title in the last answers."""
    found = [knop.payload for answer in answers for knop in answer.buttons if knop.title == title]
    assert found, f"no button {title!r} among {[knop.title for answer in answers for knop in answer.buttons]}"
    return found[0]


async def _check(talk: Talk, answers: list[Antwoord], expected: dict[str, Any], where: str) -> None:
    text = "\n".join(answer.text for answer in answers)
    titles = [knop.title for answer in answers for knop in answer.buttons]
    assert text.strip(), f"{where}: an empty answer"
    for part in expected.get("bevat", []):
        assert part.lower() in text.lower(), f"{where}: {part!r} is not in\n{text}"
    for part in expected.get("bevat_niet", []):
        assert part.lower() not in text.lower(), f"{where}: {part!r} is in\n{text}"
    if "begint_met" in expected:
        assert text.startswith(expected["begint_met"]), f"{where}: does not begin with {expected['begint_met']!r}:\n{text}"
    for title in expected.get("knoppen", []):
        assert title in titles, f"{where}: no button {title!r} among {titles}"
    for slot in ("zorgvraag", "gemeente", "schoolsoort", "rol", "oordeel"):
        if slot in expected:
            assert await talk.slot(slot) == expected[slot], f"{where}: {slot} is {await talk.slot(slot)!r}\n{text}"
    if "advies" in expected:
        advies = next((answer.advies for answer in answers if answer.advies), None)
        assert (advies is not None) == expected["advies"], f"{where}: advice {'missing' if advies is None else 'given'}\n{text}"
