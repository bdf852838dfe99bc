"""Word lists of the bot as data files: read once, when a component is made."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterable

import yaml
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

DATA = Path(__file__).parents[2] / "data"


def read(*parts: str) -> Any:
    """A YAML file below `data/`."""
    return yaml.load(DATA.joinpath(*parts).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_all(folder: str) -> list[Any]:
    """Every YAML file of a folder below `data/`, by name."""
    return [read(path.relative_to(DATA).as_posix()) for path in sorted((DATA / folder).glob("*.yml"))]


def critical_concerns() -> set[str]:
    """The ids of the concerns where a child may be in danger."""
    return {zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml") if zorgvraag["veiligheid"]}


def tokens_of(message: Message) -> list[Token]:
    tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
    return tokens


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
