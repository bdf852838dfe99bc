"""Word lists of the bot as data files: read once, when a component is made."""

from __future__ import annotations

import re
from typing import Any, Iterable

import yaml
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.folders import folder


def read(name: str, *parts: str) -> Any:
    """A YAML file of a folder of `data/`."""
    return yaml.load(folder(name).joinpath(*parts).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_all(name: str, part: str) -> list[Any]:
    """Every YAML file of a part of a folder of `data/`, by name."""
    return [read(name, part, path.name) for path in sorted((folder(name) / part).glob("*.yml"))]


def critical_concerns() -> set[str]:
    """The ids of the concerns where a child may be in danger."""
    return {zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml") if zorgvraag["veiligheid"]}


def alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of patterns, matched on whole words without regard to case; longer ones first."""
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE)


def straight(text: str) -> str:
    """The text with the apostrophe of a keyboard for that of a phone; every position stays the same."""
    return text.replace("’", "'").replace("‘", "'")


def entity(name: str, value: str, start: int, end: int, extractor: str, **extra: str) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": start, "end": end, "extractor": extractor, **extra}


def add_entities(message: Message, found: list[dict[str, Any]]) -> None:
    message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
