"""The decision on hand-made rankings: safety leads, doubt asks, other likely concerns are named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.concern import PRESENCE
from bot.nlu.decision import _SHOWN, DECISION, POSSIBLE_DANGER, Decision
from bot.nlu.lexicon import critical_concerns, read
from bot.nlu.safety import DANGER, SAID, SIGNALS

CONFIG = {
    "answer": 0.45, "talk": 0.3, "signal": 2.0, "danger": 0.0, "possible_danger": -1.0, "word": -6.0, "also": 3.0, "also_most": 3,
    "offer": 4,
}  # fmt: skip
"""Thresholds of these tests; those of the bot are tuned."""
DECISION_COMPONENT = Decision(CONFIG)
ZORGVRAGEN = read("routekaart", "zorgvragen.yml")
CONCERNS = [zorgvraag["id"] for zorgvraag in ZORGVRAGEN]
CRITICAL = critical_concerns()


def decide(
    shares: dict[str, float],
    signals: list[str] | None = None,
    danger: float = -1.0,
    presence: dict[str, float] | None = None,
    said: bool = True,
) -> Message:
    """The message after the decision, for a ranking, the signals that were seen, and what the safety model says."""
    ranking = [{"name": name, "confidence": share} for name, share in sorted(shares.items(), key=lambda item: -item[1])]
    seen = {SIGNALS: signals or [], SAID: said and bool(signals), DANGER: danger, PRESENCE: presence or {}}
    message = Message({INTENT: ranking[0], INTENT_RANKING_KEY: ranking, **seen})
    return DECISION_COMPONENT.process([message])[0]


ROWS = [
    # ranking, signals, safety model, intent, ask, safety, reason
    ({"pesten": 0.8, "rouw": 0.1}, [], -1, "pesten", False, False, "sure: answer"),
    ({"pesten": 0.3, "rouw": 0.29, "scheiding": 0.2}, [], -1, DEFAULT_NLU_FALLBACK_INTENT_NAME, True, False, "in doubt: ask"),
    ({"groet": 0.35, "pesten": 0.2}, [], -1, "groet", False, False, "small talk needs less confidence"),
    ({"groet": 0.2, "pesten": 0.19}, [], -1, DEFAULT_NLU_FALLBACK_INTENT_NAME, True, False, "small talk in doubt"),
    ({"pesten": 0.5, "suicidaliteit": 0.2}, ["suicidaliteit"], 0, "suicidaliteit", False, True, "a signal leads, however sure the rest"),
    ({"ziekteverzuim": 0.99, "suicidaliteit": 0.0001}, ["suicidaliteit"], -3, POSSIBLE_DANGER, True, True, "a signal is never outvoted"),
    ({"suicidaliteit": 0.7, "pesten": 0.2}, [], 0, "suicidaliteit", False, True, "a likely danger leads without a signal"),
    ({"pesten": 0.6, "suicidaliteit": 0.3}, [], 1.2, "suicidaliteit", True, True, "both models see danger: it leads, and the bot asks"),
    (
        {"pesten": 0.7, "suicidaliteit": 0.28},
        [],
        0.5,
        POSSIBLE_DANGER,
        True,
        True,
        "possible danger: 112 and a question, however sure the rest",
    ),
    (
        {"kindermishandeling": 0.5, "suicidaliteit": 0.1, "pesten": 0.3},
        ["suicidaliteit"],
        0,
        "kindermishandeling",
        False,
        True,
        "a danger that is far likelier than the signalled one leads",
    ),
    (
        {"buiten_bereik": 0.99, "acuut_gevaar": 0.002},
        ["acuut_gevaar"],
        -1.5,
        POSSIBLE_DANGER,
        True,
        True,
        "even if both models are sure: it may be a film, and the bot asks",
    ),
    ({"buiten_bereik": 0.9, "acuut_gevaar": 0.02}, ["acuut_gevaar"], 1.5, POSSIBLE_DANGER, True, True, "a signal is not waved away"),
    ({"eigen_nood": 0.9, "suicidaliteit": 0.05}, [], 0, "eigen_nood", False, True, "the teacher herself"),
]


@pytest.mark.parametrize(("shares", "signals", "danger", "intent", "ask", "safety", "reason"), ROWS, ids=[row[6] for row in ROWS])
def test_decision(shares: dict[str, float], signals: list[str], danger: float, intent: str, ask: bool, safety: bool, reason: str) -> None:
    message = decide(shares, signals, danger)
    assert message.get(INTENT)["name"] == (POSSIBLE_DANGER if ask and safety else intent)
    assert message.get(INTENT_RANKING_KEY)[0]["name"] == (intent if intent in shares else max(shares, key=lambda name: shares[name]))
    assert (message.get(DECISION)["ask"], message.get(DECISION)["safety"]) == (ask, safety)


def test_asking_offers_the_likeliest_concerns_and_no_small_talk() -> None:
    shares = {"groet": 0.2, "pesten": 0.15, "rouw": 0.14, "dank": 0.13, "scheiding": 0.12, "armoede": 0.11, "voorschool": 0.1}
    assert decide(shares).get(DECISION)["offered"] == ["pesten", "rouw", "scheiding", "armoede"]


def test_the_bot_has_the_same_settings() -> None:
    assert set(Decision.get_default_config()) == set(CONFIG)


@pytest.mark.parametrize(
    ("share", "danger", "intent"),
    [
        (0.0001, -3, "buiten_bereik"),  # both models are sure
        (0.02, -1, POSSIBLE_DANGER),  # neither is
    ],
)
def test_the_name_of_a_danger_is_outvoted_where_both_models_are_sure(share: float, danger: float, intent: str) -> None:
    message = decide({"buiten_bereik": 1 - share, "uitbuiting": share}, ["uitbuiting"], danger, said=False)
    assert message.get(INTENT)["name"] == intent


def test_a_danger_that_was_named_is_among_the_choices() -> None:
    shares = {"ziekteverzuim": 0.9, **dict.fromkeys(["pesten", "rouw", "scheiding", "armoede", "beperking"], 0.01), "suicidaliteit": 0.0001}
    assert decide(shares, ["suicidaliteit"], -3).get(DECISION)["offered"][:2] == ["suicidaliteit", "ziekteverzuim"]


def test_an_answer_offers_nothing() -> None:
    assert decide({"pesten": 0.9, "rouw": 0.05}).get(DECISION)["offered"] == []


def test_asking_in_danger_offers_the_danger_first() -> None:
    message = decide({"pesten": 0.4, "kindermishandeling": 0.25, "suicidaliteit": 0.24}, danger=0.2)
    assert message.get(DECISION)["offered"][0] == "kindermishandeling"


ALSO = [
    # scores, signals, what is named, reason
    ({"pesten": 6.0, "rouw": 3.5, "scheiding": 2.0}, [], ["rouw"], "a second concern that is present, not a third that is not"),
    ({"pesten": 6.0, "groet": 4.0}, [], [], "small talk is no concern"),
    (
        {"pesten": 6.0, "rouw": 3.1, "armoede": 4.0, "scheiding": 3.9, "thuiszitter": 3.2},
        [],
        ["armoede", "scheiding", "thuiszitter"],
        "at most three",
    ),
    ({"pesten": 6.0, "suicidaliteit": 1.0, "rouw": 3.5}, ["suicidaliteit"], ["suicidaliteit", "rouw"], "a signal first, however unlikely"),
]


@pytest.mark.parametrize(("presence", "signals", "also", "reason"), ALSO, ids=[row[3] for row in ALSO])
def test_also(presence: dict[str, float], signals: list[str], also: list[str], reason: str) -> None:
    shares = {"pesten": 0.9, "buiten_bereik": 0.09}
    assert decide(shares, signals, -3.0, presence).get(DECISION)["also"] == also


def test_beside_small_talk_nothing_is_named() -> None:
    assert decide({"groet": 0.6, "pesten": 0.3}, presence={"groet": 5.0, "pesten": 4.0}).get(DECISION)["also"] == []


def test_a_message_without_a_ranking_stays_as_it_is() -> None:
    message = Message({"text": "hallo"})
    assert DECISION_COMPONENT.process([message])[0].get(DECISION) is None


RANKINGS = st.lists(st.floats(0.001, 1.0), min_size=len(CONCERNS) + 1, max_size=len(CONCERNS) + 1).map(
    lambda shares: {name: share / sum(shares) for name, share in zip((*CONCERNS, "groet"), shares, strict=True)}
)


@settings(max_examples=150, deadline=None)
@given(RANKINGS, st.lists(st.sampled_from(sorted(CRITICAL)), unique=True, max_size=3), st.floats(-3, 3))
def test_what_holds_for_every_ranking(shares: dict[str, float], signals: list[str], danger: float) -> None:
    message = decide(shares, signals, danger, {name: 10 * share for name, share in shares.items()})
    decision: dict[str, Any] = message.get(DECISION)
    ranking = message.get(INTENT_RANKING_KEY)
    others = sorted((share for name, share in shares.items() if name != ranking[0]["name"]), reverse=True)
    assert [item["confidence"] for item in ranking[1:]] == others[: _SHOWN - 1]
    assert len(decision["offered"]) <= CONFIG["offer"]
    assert set(decision["offered"]) | set(decision["also"]) <= set(CONCERNS)
    assert ranking[0]["name"] not in decision["also"]
    assert decision["safety"] == (message.get(INTENT)["name"] in {*CRITICAL, POSSIBLE_DANGER})
    whole = [{"name": name, "confidence": share} for name, share in shares.items()]
    if DECISION_COMPONENT.danger(message, whole) >= CONFIG["possible_danger"]:
        assert decision["safety"]


@settings(max_examples=150, deadline=None)
@given(RANKINGS, st.sampled_from(sorted(CRITICAL)), st.floats(-3, 3), st.floats(0, 3))
def test_more_danger_never_takes_the_safety_line_away(shares: dict[str, float], signal: str, danger: float, more: float) -> None:
    before = decide(shares, danger=danger).get(DECISION)["safety"]
    assert decide(shares, danger=danger + more).get(DECISION)["safety"] >= before
    assert decide(shares, [signal], danger).get(DECISION)["safety"] >= before
