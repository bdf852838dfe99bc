"""The first lines of dangerous routes are responses of the model, and every rule that uses one finds it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.nlu.importer import FIRST_LINE, RouteMapImporter
from bot.routekaart import Routekaart
from bot.settings import ROOT


@pytest.fixture(scope="module")
def responses() -> dict[str, Any]:
    importer = RouteMapImporter(config_file=str(ROOT / "config.yml"), domain_path=str(ROOT / "domain.yml"), training_data_paths=[])
    found: dict[str, Any] = importer.get_domain().responses
    return found


def test_every_dangerous_concern_has_its_first_line(kaart: Routekaart, responses: dict[str, Any]) -> None:
    for zorgvraag in kaart.zorgvragen.values():
        if zorgvraag.veiligheid:
            first = kaart.routes[zorgvraag.id].eerste_regel
            assert first is not None, zorgvraag.id
            assert responses[FIRST_LINE + zorgvraag.id][0]["text"] == first.tekst


def test_every_answer_of_a_rule_exists(responses: dict[str, Any]) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    known = {*responses, *domain["actions"]}
    for file in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            assert {step["action"] for step in rule["steps"] if "action" in step} <= known, rule["rule"]


def test_every_intent_has_a_rule() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    used = set()
    for file in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            for step in rule["steps"]:
                used |= {step["intent"]} if "intent" in step else {option["intent"] for option in step.get("or", [])}
    assert used == {*domain["intents"], "nlu_fallback"}
