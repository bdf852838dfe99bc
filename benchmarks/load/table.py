"""The figures of two bots beside each other, and what was aimed at."""

from __future__ import annotations

import dataclasses
import operator
from typing import Dict, Iterator, List, Optional, Tuple

from benchmarks.load.measure import Result

AIMS: Dict[str, Tuple[str, float]] = {
    "start_s": ("≤", 0.3),
    "memory_mb": ("≤", 0.5),
    "p50_ms": ("≤", 0.4),
    "p95_ms": ("≤", 0.4),
    "per_s_1": ("≥", 6.0),
    "per_s_10": ("≥", 6.0),
    "per_s_50": ("≥", 6.0),
}
"""Ours as a share of stock's."""
LONG_AIM = 1.2
NAMES = {
    "start_s": "start to the first right answer (s)",
    "start_cpu_s": "the same in processor time (s)",
    "memory_mb": "memory of all servers after the load (MB)",
    "p50_ms": "turn, median (ms)",
    "p95_ms": "turn, 95 % (ms)",
    "p99_ms": "turn, 99 % (ms)",
    "cpu_ms": "processor time a turn (ms)",
    "per_s_1": "turns a second, 1 client",
    "per_s_10": "turns a second, 10 clients",
    "per_s_50": "turns a second, 50 clients",
    "turn_5_ms": "turn 5 of a conversation (ms)",
    "turn_200_ms": "turn 200 of a conversation (ms)",
    "failed": "turns without an answer",
}


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    theirs: float
    ours: float
    ratio: Optional[float]
    aim: str
    met: Optional[bool]
    """None where there is no aim."""


def rows(theirs: Result, ours: Result) -> Iterator[Row]:
    for field, name in NAMES.items():
        their, our = getattr(theirs, field), getattr(ours, field)
        ratio = our / their if their else None
        sign, aim = AIMS.get(field, ("", 0.0))
        yield Row(name, their, our, ratio, f"{sign} {aim:g}" if sign else "", _met(sign, ratio, aim))
    long_theirs, long_ours = (result.turn_200_ms / result.turn_5_ms for result in (theirs, ours))
    met = _met("≤", long_ours, LONG_AIM)
    yield Row("turn 200 as a multiple of turn 5", long_theirs, long_ours, long_ours / long_theirs, f"ours ≤ {LONG_AIM:g}", met)


def table(theirs: Result, ours: Result) -> str:
    """In Markdown."""
    lines: List[str] = ["| | stock | wegwijzer | ratio | aim | |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for row in rows(theirs, ours):
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append(f"| {row.name} | {row.theirs:.4g} | {row.ours:.4g} | {ratio} | {row.aim} | {_word(row.met)} |")
    return "\n".join(lines)


def _met(sign: str, ratio: Optional[float], aim: float) -> Optional[bool]:
    if not sign or ratio is None:
        return None
    return bool({"≤": operator.le, "≥": operator.ge}[sign](ratio, aim))


def _word(met: Optional[bool]) -> str:
    return "" if met is None else "met" if met else "**missed**"
