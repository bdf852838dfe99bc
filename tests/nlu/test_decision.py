"""The decision on hand-made rankings: safety leads, doubt asks, other likely concerns are named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.decision import DECISION, POSSIBLE_DANGER, Decision
from bot.nlu.lexicon import read
from bot.nlu.safety import SIGNALS

CONFIG = {"answer": 0.45, "talk": 0.3, "danger": 0.35, "also": 0.12, "also_with_cue": 0.03, "also_most": 3, "offer": 4}
"""Thresholds of these tests; those of the bot are tuned."""
DECISION_COMPONENT = Decision(CONFIG)
ZORGVRAGEN = read("routekaart", "zorgvragen.yml")
CONCERNS = [zorgvraag["id"] for zorgvraag in ZORGVRAGEN]
CRITICAL = {zorgvraag["id"] for zorgvraag in ZORGVRAGEN if zorgvraag["veiligheid"]}


def decide(shares: dict[str, float], signals: list[str] | None = None) -> Message:
    """The message after the decision, for a ranking and the signals that were seen."""
    ranking = [{"name": name, "confidence": share} for name, share in sorted(shares.items(), key=lambda item: -item[1])]
    message = Message({INTENT: ranking[0], INTENT_RANKING_KEY: ranking, SIGNALS: signals or []})
    return DECISION_COMPONENT.process([message])[0]


ROWS = [
    # ranking, signals, intent, ask, safety, reason
    ({"pesten": 0.8, "rouw": 0.1}, [], "pesten", False, False, "sure: answer"),
    ({"pesten": 0.3, "rouw": 0.29, "scheiding": 0.2}, [], DEFAULT_NLU_FALLBACK_INTENT_NAME, True, False, "in doubt: ask"),
    ({"groet": 0.35, "pesten": 0.2}, [], "groet", False, False, "small talk needs less confidence"),
    ({"groet": 0.2, "pesten": 0.19}, [], DEFAULT_NLU_FALLBACK_INTENT_NAME, True, False, "small talk in doubt"),
    ({"pesten": 0.5, "suicidaliteit": 0.2}, ["suicidaliteit"], "suicidaliteit", False, True, "a signal leads, however sure the rest"),
    ({"suicidaliteit": 0.7, "pesten": 0.2}, [], "suicidaliteit", False, True, "a likely danger leads without a signal"),
    (
        {"pesten": 0.4, "kindermishandeling": 0.2, "suicidaliteit": 0.19},
        [],
        POSSIBLE_DANGER,
        True,
        True,
        "several small dangers together are danger, and the bot asks behind 112",
    ),
    (
        {"kindermishandeling": 0.5, "suicidaliteit": 0.1, "pesten": 0.3},
        ["suicidaliteit"],
        "kindermishandeling",
        False,
        True,
        "a danger that is far likelier than the signalled one leads",
    ),
    ({"buiten_bereik": 0.9, "acuut_gevaar": 0.02}, ["acuut_gevaar"], "acuut_gevaar", False, True, "a signal wins over out of scope"),
]


@pytest.mark.parametrize(("shares", "signals", "intent", "ask", "safety", "reason"), ROWS, ids=[row[5] for row in ROWS])
def test_decision(shares: dict[str, float], signals: list[str], intent: str, ask: bool, safety: bool, reason: str) -> None:
    message = decide(shares, signals)
    assert message.get(INTENT)["name"] == intent
    assert (message.get(DECISION)["ask"], message.get(DECISION)["safety"]) == (ask, safety)


def test_asking_offers_the_likeliest_concerns_and_no_small_talk() -> None:
    shares = {"groet": 0.2, "pesten": 0.15, "rouw": 0.14, "dank": 0.13, "scheiding": 0.12, "armoede": 0.11, "voorschool": 0.1}
    assert decide(shares).get(DECISION)["offered"] == ["pesten", "rouw", "scheiding", "armoede"]


def test_the_bot_has_the_same_settings() -> None:
    assert set(Decision.get_default_config()) == set(CONFIG)


def test_an_answer_offers_nothing() -> None:
    assert decide({"pesten": 0.9, "rouw": 0.05}).get(DECISION)["offered"] == []


def test_asking_in_danger_offers_the_danger_first() -> None:
    message = decide({"pesten": 0.4, "kindermishandeling": 0.2, "suicidaliteit": 0.19})
    assert message.get(DECISION)["offered"][0] == "kindermishandeling"


ALSO = [
    ({"pesten": 0.6, "rouw": 0.2, "scheiding": 0.05}, [], ["rouw"], "a second likely concern, not a third unlikely one"),
    ({"pesten": 0.6, "groet": 0.3}, [], [], "small talk is no concern"),
    ({"pesten": 0.9, "rouw": 0.1}, [], [], "below the threshold"),
    ({"groet": 0.6, "pesten": 0.3}, [], [], "small talk leads: nothing is named beside it"),
    ({"pesten": 0.6, "suicidaliteit": 0.1}, ["suicidaliteit"], ["pesten"], "the concern that made place for danger"),
    (
        {"kindermishandeling": 0.9, "pesten": 0.02, "suicidaliteit": 0.01},
        ["suicidaliteit"],
        ["suicidaliteit"],
        "a signal, however unlikely",
    ),
]


@pytest.mark.parametrize(("shares", "signals", "also", "reason"), ALSO, ids=[row[3] for row in ALSO])
def test_also(shares: dict[str, float], signals: list[str], also: list[str], reason: str) -> None:
    assert decide(shares, signals).get(DECISION)["also"] == also


def test_a_message_without_a_ranking_stays_as_it_is() -> None:
    message = Message({"text": "hallo"})
    assert DECISION_COMPONENT.process([message])[0].get(DECISION) is None


RANKINGS = st.lists(st.floats(0.001, 1.0), min_size=len(CONCERNS) + 1, max_size=len(CONCERNS) + 1).map(
    lambda shares: {name: share / sum(shares) for name, share in zip((*CONCERNS, "groet"), shares, strict=True)}
)


@settings(max_examples=150, deadline=None)
@given(RANKINGS, st.lists(st.sampled_from(sorted(CRITICAL)), unique=True, max_size=3))
def test_what_holds_for_every_ranking(shares: dict[str, float], signals: list[str]) -> None:
    message = decide(shares, signals)
    decision: dict[str, Any] = message.get(DECISION)
    ranking = message.get(INTENT_RANKING_KEY)
    assert sorted(item["name"] for item in ranking) == sorted(shares)
    assert len(decision["offered"]) <= CONFIG["offer"]
    assert set(decision["offered"]) | set(decision["also"]) <= set(CONCERNS)
    assert ranking[0]["name"] not in decision["also"]
    if signals:
        assert decision["safety"]
    if decision["safety"]:
        assert ranking[0]["name"] in CRITICAL
        assert message.get(INTENT)["name"] in CRITICAL | {POSSIBLE_DANGER}
