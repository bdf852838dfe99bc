"""The word lists and the route map as data: what may stay in a text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator

import yaml

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"


def read(*parts: str) -> Any:
    """A YAML file below `data/`."""
    return yaml.load(DATA.joinpath(*parts).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def route_map_text() -> str:
    """All files of the route map as one text: every number, address and link in it is public."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((DATA / "routekaart").rglob("*.yml")))


def route_map_names() -> Iterator[str]:
    """Names of organisations, functions and places in the route map."""
    for path in sorted((DATA / "routekaart").rglob("*.yml")):
        yield from _names(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def places() -> Iterator[str]:
    """Municipalities, villages and neighbourhoods, in the route map and elsewhere."""
    yield from read("lexicon", "plaatsen.yml")["andere_gemeenten"]
    yield from read("lexicon", "woonplaatsen.yml")["namen"]
    for path in sorted((DATA / "routekaart" / "regio").glob("*.yml")):
        for gemeente in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["gemeenten"]:
            yield from (gemeente["naam"], *gemeente.get("anders", []))
            for plaats in gemeente.get("plaatsen") or []:
                yield from (plaats["naam"], *plaats.get("anders", []))


def messages() -> Iterator[str]:
    """The training messages of the language model, without their marks: a supply of sentences as teachers write them."""
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("      - "):
                yield re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line[8:].strip().removeprefix("text: ").strip("'\""))


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("naam", "organisatie", "titel") and isinstance(value, str):
                yield value
            elif key in ("ook_bekend_als", "anders") and isinstance(value, list):
                yield from (str(item) for item in value)
            else:
                yield from _names(value)
    elif isinstance(node, list):
        for item in node:
            yield from _names(item)
