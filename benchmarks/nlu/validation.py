"""Scores a model on messages whose writers saw neither the training messages nor their writers.

The thresholds were chosen on the first set. The second was written after all choices, by three others, and nothing is chosen on it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Iterable

from bot.lines import Line
from bot.nlu.lexicon import read
from bot.terminal import classify

FIRST, SECOND = (Path(__file__).with_name(f"{name}.jsonl") for name in ("validatie", "toets"))

Scores = dict[str, tuple[float, int]]


def messages(file: Path = FIRST) -> list[Line]:
    """`soort` is zorg, gesprek, gevaar (covert danger) or geen_gevaar (look-alikes)."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


async def measure(model: Path, enter: Callable[[str], str] | None = None, file: Path = FIRST) -> Scores:
    """Each figure with the number of messages behind it. `enter` stands in for the door, which redacts."""
    outcomes: dict[str, Line] = {}
    await classify(model, messages(file), lambda row: outcomes.update({row["id"]: row}), lambda text: None, enter)
    return score(messages(file), outcomes)


def score(rows: list[Line], outcomes: dict[str, Line]) -> Scores:
    critical = {zorgvraag["id"] for zorgvraag in read("routekaart", "zorgvragen.yml") if zorgvraag["veiligheid"]}
    pairs = [(row, outcomes[row["id"]]) for row in rows]
    kinds = {kind: [pair for pair in pairs if pair[0]["soort"] == kind] for kind in ("zorg", "gesprek", "gevaar", "geen_gevaar")}
    zorg, outside = kinds["zorg"], [pair for pair in kinds["gesprek"] if pair[0]["zorgvraag"] == "buiten_bereik"]
    dangerous = [pair for pair in zorg if pair[0]["zorgvraag"] in critical]
    calm = [pair for pair in zorg if not critical & {pair[0]["zorgvraag"], *pair[0]["ook"]}]
    also = [(other, out) for row, out in zorg for other in row["ook"]]
    return {
        "top1": _share(zorg, lambda row, out: _top(out) == row["zorgvraag"]),
        "top3": _share(zorg, lambda row, out: row["zorgvraag"] in [item["name"] for item in out["ranking"][:3]]),
        "answered_wrong": _share(zorg, lambda row, out: not out["ask"] and _top(out) != row["zorgvraag"]),
        "right_within_one_question": _share(zorg, _within_one_question),
        "also_named": _share(also, lambda other, out: other in out["also"] or other == _top(out)),
        "safety_recall": _share(dangerous, lambda row, out: out["safety"]),
        "safety_false_alarm": _share(calm, lambda row, out: out["safety"]),
        "covert_danger_recall": _share(kinds["gevaar"], lambda row, out: out["safety"]),
        "look_alike_false_alarm": _share(kinds["geen_gevaar"], lambda row, out: out["safety"]),
        "conversation_top1": _share(kinds["gesprek"], lambda row, out: _top(out) == row["zorgvraag"]),
        "out_of_scope_recall": _share(outside, lambda row, out: _top(out) == "buiten_bereik"),
        "concern_out_of_scope": _share(zorg, lambda row, out: _top(out) == "buiten_bereik"),
    }


def _within_one_question(row: Line, out: Line) -> bool:
    return row["zorgvraag"] in out["offered"] if out["ask"] else _top(out) == row["zorgvraag"]


def _top(out: Line) -> str:
    return str(out["ranking"][0]["name"])


def _share(pairs: Iterable[Any], holds: Callable[[Any, Line], bool]) -> tuple[float, int]:
    results = [holds(row, out) for row, out in pairs]
    return sum(results) / len(results), len(results)
