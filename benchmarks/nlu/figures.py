"""The figures of one contender: what it costs and how right it is, in a form that JSON keeps."""

from __future__ import annotations

import dataclasses
from typing import Any, Mapping, Sequence

from sklearn.metrics import roc_auc_score, roc_curve

from benchmarks.nlu.thresholds import answer_curve, cheapest
from benchmarks.nlu.validation import score
from bot.lines import Line
from bot.nlu.lexicon import critical_concerns, read

OUTSIDE = "buiten_bereik"
_OFFER = 6
"""Choices that every contender may offer when it is not sure, as many as the bot does."""
_MAY_LOSE = 0.02
"""Share of the concerns that may be called out of scope."""


@dataclasses.dataclass(frozen=True)
class Figures:
    """Seconds of training (clock, processor), megabytes at most, milliseconds a message, accuracy as shares, the out-of-scope curve.

    A message costs processor time: on the clock it would tell how busy the machine was.
    """

    name: str
    machine: str
    trained_on: int
    epochs: int | None
    train_s: float
    train_cpu_s: float
    train_mb: float
    answer_mb: float
    ms_median: float
    ms_p95: float
    answer_from: float | None
    scores: Mapping[str, float]
    outside_auc: float
    outside_curve: Sequence[Sequence[float]]


def accuracy(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> dict[str, Any]:
    """The part of `Figures` that follows from what a contender answered. One without a decision of its own gets a plain one."""
    answer_from = None
    if not all("ask" in out for out in outcomes.values()):
        answer_from = _cheapest_threshold(rows, outcomes)
        outcomes = decided(outcomes, answer_from)
    points = outside_curve(rows, outcomes)
    return {
        "answer_from": answer_from,
        "scores": {name: value for name, (value, _) in score(list(rows), dict(outcomes)).items()},
        "outside_auc": _auc(rows, outcomes),
        "outside_curve": points,
    }


def decided(outcomes: Mapping[str, Line], threshold: float) -> dict[str, Line]:
    """Answers from a confidence on, else offers the likeliest concerns. Danger is seen where a safety-critical concern is on top."""
    concerns, critical = {zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml")}, critical_concerns()
    found = {}
    for key, out in outcomes.items():
        names = [item["name"] for item in out["ranking"]]
        ask = out["ranking"][0]["confidence"] < threshold
        offered = [name for name in names if name in concerns][:_OFFER]
        found[key] = {**out, "ask": ask, "offered": offered if ask else [], "also": [], "safety": names[0] in critical}
    return found


def _cheapest_threshold(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> float:
    """By the same costs as the bot's own."""
    zorg = [row for row in rows if row["soort"] == "zorg"]
    values = [n / 20 for n in range(20)]
    return cheapest(answer_curve(lambda settings: decided(outcomes, settings["answer"]), zorg, values)).value


def outside_curve(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> list[list[float]]:
    """Points [share of the concerns called out of scope, share of the out-of-scope messages seen], from strict to lenient."""
    lost, seen, _ = roc_curve(*_doubts(rows, outcomes), drop_intermediate=True)
    return [[round(float(x), 4), round(float(y), 4)] for x, y in zip(lost, seen, strict=True)]


def seen_at(curve: Sequence[Sequence[float]], may_lose: float = _MAY_LOSE) -> float:
    """The most out-of-scope messages that are seen while no more of the concerns are lost than that."""
    return max(seen for lost, seen in curve if lost <= may_lose)


def _auc(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> float:
    return float(roc_auc_score(*_doubts(rows, outcomes)))


def _doubts(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> tuple[list[bool], list[float]]:
    """Which messages are out of scope, and how much likelier that is than anything else, by the contender's ranking."""
    wanted = [row for row in rows if row["zorgvraag"] == OUTSIDE or row["soort"] == "zorg"]
    return [row["zorgvraag"] == OUTSIDE for row in wanted], [_doubt(outcomes[row["id"]]["ranking"]) for row in wanted]


def _doubt(ranking: Sequence[Mapping[str, Any]]) -> float:
    outside = max((item["confidence"] for item in ranking if item["name"] == OUTSIDE), default=0.0)
    return float(outside - max((item["confidence"] for item in ranking if item["name"] != OUTSIDE), default=0.0))
