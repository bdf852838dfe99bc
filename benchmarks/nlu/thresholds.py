"""What each threshold of the decision costs on the validation messages, and which one costs least."""

from __future__ import annotations

import dataclasses
from typing import Any, Iterable, Sequence

from bot.lines import Line
from bot.nlu.decision import Decision
from bot.nlu.lexicon import critical_concerns

WRONG, UNHELPFUL, QUESTION = 5.0, 2.0, 0.6
"""Cost of a wrong answer, of a question whose choices lack the right concern, and of any question."""
MISSED, ALARM = 12.0, 1.0
"""Cost of a danger without a safety line, and of a safety line where nothing is wrong."""


@dataclasses.dataclass(frozen=True)
class Point:
    """One value of a threshold, what it gives as shares of the messages, and its expected cost a message."""

    value: float
    shares: dict[str, float]
    cost: float


def answer_curve(decide: Any, rows: Sequence[Line], values: Iterable[float]) -> list[Point]:
    """From which confidence to answer. `decide(settings)` gives the outcomes by id."""
    points = []
    for value in values:
        decided = decide({"answer": value})
        outcomes = [(row, decided[row["id"]]) for row in rows]
        asked = _share(out["ask"] for _, out in outcomes)
        wrong = _share(not out["ask"] and _top(out) != row["zorgvraag"] for row, out in outcomes)
        lost = _share(out["ask"] and row["zorgvraag"] not in out["offered"] for row, out in outcomes)
        shares = {"answered": 1 - asked, "answered wrongly": wrong, "right within one question": 1 - wrong - lost}
        points.append(Point(value, shares, WRONG * wrong + UNHELPFUL * lost + QUESTION * asked))
    return points


def danger_curve(decide: Any, rows: Sequence[Line], values: Iterable[float]) -> list[Point]:
    """From which danger the safety line is shown."""
    critical = critical_concerns()
    points = []
    for value in values:
        outcomes = decide({"possible_danger": value})
        dangerous = [outcomes[row["id"]]["safety"] for row in rows if critical & {row["zorgvraag"], *row["ook"]}]
        calm = [
            outcomes[row["id"]]["safety"]
            for row in rows
            if not critical & {row["zorgvraag"], *row["ook"]} and row["zorgvraag"] != "eigen_nood"
        ]
        missed, alarm = 1 - _share(dangerous), _share(calm)
        points.append(Point(value, {"danger seen": 1 - missed, "false alarm": alarm}, MISSED * missed + ALARM * alarm))
    return points


def cheapest(points: Sequence[Point]) -> Point:
    return min(points, key=lambda point: point.cost)


def table(points: Sequence[Point]) -> str:
    names = list(points[0].shares)
    lines = ["| threshold | " + " | ".join(names) + " | cost |", "| --- |" + " --- |" * (len(names) + 1)]
    lines += [f"| {p.value:.2f} | " + " | ".join(f"{p.shares[n]:.3f}" for n in names) + f" | {p.cost:.3f} |" for p in points]
    return "\n".join(lines)


def settings() -> dict[str, Any]:
    return Decision.get_default_config()


def _share(hits: Iterable[bool]) -> float:
    results = list(hits)
    return sum(results) / len(results)


def _top(out: Line) -> str:
    return str(out["ranking"][0]["name"])
