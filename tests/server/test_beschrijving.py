"""The web channel against its own description (openapi.yml), with bodies that schemathesis makes: as described, and not.

What only the server can make is put in: a real session and its signed buttons. So the way of success is walked too, and counted.
"""

from __future__ import annotations

import collections
import dataclasses
import os
from typing import Any, Counter, List, Set, Tuple

import pytest
import requests
from hypothesis import HealthCheck, Phase, settings

from bot.settings import ROOT
from tests.faults.installatie import Rasa

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis: scripts/setup.sh test installs it")
rules = pytest.importorskip("schemathesis.specs.openapi.checks")
CHECKS = [
    schemathesis.checks.not_a_server_error,
    rules.status_code_conformance,
    rules.content_type_conformance,
    rules.response_schema_conformance,
]
DESCRIPTION = schemathesis.openapi.from_path(ROOT / "bot/channels/openapi.yml")
EXAMPLES = int(os.environ.get("WEGWIJZER_FUZZ", "25"))
"""Bodies an operation and kind of session; `make fuzz` asks for 1,000."""
MESSAGES = ("een leerling spijbelt steeds", "een meisje wordt gepest", "ik woon in Kampen", "wie kan ik bellen?", "hij wil niet meer leven")


@dataclasses.dataclass
class Known:
    """What a browser knows: a session that holds, and the buttons that it was given."""

    sessie: str
    knoppen: List[str]


@pytest.fixture(scope="module")
def known(server: Rasa) -> Known:
    sessie = requests.post(f"{server.url}/chat/sessie", json={"gemeente": "Kampen"}, timeout=30).json()["sessie"]
    answers = requests.post(f"{server.url}/chat/bericht", json={"sessie": sessie, "tekst": MESSAGES[0]}, timeout=30).json()["antwoord"]
    return Known(sessie, [knop["knop"] for answer in answers for knop in answer["buttons"]])


@pytest.fixture(scope="module")
def seen() -> Counter[Tuple[str, int]]:
    return collections.Counter()


@pytest.mark.parametrize("session", ["real", "made up"])
@DESCRIPTION.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_every_answer_is_as_described(case: Any, session: str, server: Rasa, known: Known, seen: Counter[Tuple[str, int]]) -> None:
    if session == "real" and isinstance(case.body, dict):
        case.body = _filled(case.body, known)
    response = case.call(base_url=server.url, timeout=30)
    seen[case.operation.path, response.status_code] += 1
    case.validate_response(response, checks=CHECKS)


def _filled(body: dict[str, Any], known: Known) -> dict[str, Any]:
    """With the session; every other button is a real one, and two of three texts are a worry."""
    choice = len(repr(body))
    filled = {**body, **({"sessie": known.sessie} if "sessie" in body else {})}
    if "knop" in body and choice % 2:
        filled["knop"] = known.knoppen[choice % len(known.knoppen)]
    elif "sessie" in body and choice % 3:
        filled["tekst"] = MESSAGES[choice % len(MESSAGES)]
    return filled


def test_the_way_of_success_was_walked(seen: Counter[Tuple[str, int]], server: Rasa) -> None:
    """On every operation; nothing ended in an error of the server, and the log holds no crash."""
    succeeded: Set[str] = {path for path, status in seen if status == 200}
    assert succeeded == {path for path in DESCRIPTION.raw_schema["paths"]}
    assert [answer for answer in seen if answer[1] >= 500] == []
    assert "Traceback" not in server.log()
    print(f"\n{sum(seen.values())} requests: {dict(sorted(seen.items()))}")
