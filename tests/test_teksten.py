"""Every fixed text that a teacher reads passes the language rules: short sentences, no formal address, nothing never to say."""

from __future__ import annotations

from typing import Any, Iterator

import pytest
import yaml

from bot.routekaart.bestand import Bestand
from bot.routekaart.loader import FOLDER
from bot.routekaart.regels import Regels, digits, phone_numbers
from bot.routekaart.routekaart import Routekaart
from bot.settings import ROOT

REGELS = Bestand.read(FOLDER / "regels.yml", FOLDER).as_type(Regels)


def _texts() -> Iterator[tuple[str, str]]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for name, variants in domain["responses"].items():
        for variant in variants:
            yield name, variant["text"]
            yield from ((f"{name} button", knop["title"]) for knop in variant.get("buttons", []))
    for file in sorted((ROOT / "data" / "teksten").glob("*.yml")):
        yield from _strings(file.stem, yaml.safe_load(file.read_text(encoding="utf-8")))


def _strings(where: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(f"{where}.{key}", item)


TEXTS = list(_texts())


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_the_language_of_a_text(where: str, text: str) -> None:
    assert list(REGELS.faults(text)) == []


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_every_number_stands_in_the_route_map(kaart: Routekaart, where: str, text: str) -> None:
    known = {digits(o.telefoon.waarde) for o in kaart.landelijk.organisaties if o.telefoon}
    assert {digits(number) for number in phone_numbers(text)} <= known
