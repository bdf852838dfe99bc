"""Scores of contenders without a decision of their own, and the out-of-scope curve."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.nlu.figures import accuracy, decided, outside_curve, seen_at
from benchmarks.nlu.validation import messages

Row = dict[str, Any]


def ranked(*shares: tuple[str, float]) -> Row:
    return {"ranking": [{"name": name, "confidence": share} for name, share in shares]}


UNSURE = ranked(("pesten", 0.4), ("groet", 0.3), ("rouw", 0.2), ("suicidaliteit", 0.1))
DANGER = ranked(("suicidaliteit", 0.4), ("pesten", 0.3))


@pytest.mark.parametrize(
    ("threshold", "ask", "offered", "reason"),
    [
        (0.3, False, [], "sure enough: answered"),
        (0.4, False, [], "on the threshold"),
        (0.5, True, ["pesten", "rouw", "suicidaliteit"], "not sure: concerns are offered, small talk is not"),
    ],
)
def test_a_plain_decision(threshold: float, ask: bool, offered: list[str], reason: str) -> None:
    out = decided({"1": UNSURE}, threshold)["1"]
    assert (out["ask"], out["offered"]) == (ask, offered), reason


@pytest.mark.parametrize(("out", "safety"), [(UNSURE, False), (DANGER, True)])
def test_danger_is_seen_where_it_is_on_top_however_unsure(out: Row, safety: bool) -> None:
    assert decided({"1": out}, 0.9)["1"]["safety"] is safety


ROWS = [
    {"id": "concern 1", "soort": "zorg", "zorgvraag": "pesten"},
    {"id": "concern 2", "soort": "zorg", "zorgvraag": "rouw"},
    {"id": "outside 1", "soort": "gesprek", "zorgvraag": "buiten_bereik"},
    {"id": "outside 2", "soort": "geen_gevaar", "zorgvraag": "buiten_bereik"},
    {"id": "small talk", "soort": "gesprek", "zorgvraag": "groet"},
]


def outcomes(*outside: float) -> dict[str, Row]:
    """The share of `buiten_bereik` for the first rows; the rest goes to a concern."""
    return {row["id"]: ranked(("buiten_bereik", share), ("pesten", 1 - share)) for row, share in zip(ROWS, (*outside, 0.5), strict=True)}


@pytest.mark.parametrize(
    ("shares", "seen", "lost", "reason"),
    [
        ((0.1, 0.2, 0.8, 0.9), 1.0, 0.0, "all apart: nothing is lost"),
        ((0.1, 0.8, 0.5, 0.9), 0.5, 0.0, "one concern looks more out of scope than one message that is"),
        ((0.1, 0.8, 0.5, 0.9), 1.0, 0.5, "who may lose half, sees all"),
        ((0.9, 0.8, 0.2, 0.1), 0.0, 0.0, "the wrong way round"),
    ],
)
def test_the_out_of_scope_curve(shares: tuple[float, ...], seen: float, lost: float, reason: str) -> None:
    assert seen_at(outside_curve(ROWS, outcomes(*shares)), lost) == seen, reason


def test_who_is_always_right_has_full_marks() -> None:
    rows = messages()
    found = accuracy(
        rows, {row["id"]: ranked((row["zorgvraag"], 0.9), ("rouw" if row["zorgvraag"] != "rouw" else "pesten", 0.1)) for row in rows}
    )
    assert found["scores"]["top1"] == found["scores"]["right_within_one_question"] == found["scores"]["safety_recall"] == 1
    assert found["scores"]["safety_false_alarm"] == found["scores"]["answered_wrong"] == 0
    assert found["outside_auc"] == 1
