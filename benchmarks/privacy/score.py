"""Scores finds against the marks in `validatie.jsonl`: messages written before the recognisers, half of them looked at only at the end."""

from __future__ import annotations

import collections
import json
import statistics
import time
from pathlib import Path
from typing import Any, Callable

FILE = Path(__file__).with_name("validatie.jsonl")

Row = dict[str, Any]
Span = tuple[int, int]
Find = Callable[[str], list[Span]]
Figures = dict[str, float]


def messages(deel: str) -> list[Row]:
    """`deel` is ontwikkeling (looked at while building) or proef (only at the end)."""
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["deel"] == deel]


def score(rows: list[Row], find: Find) -> tuple[Figures, list[str]]:
    """The figures, and a line for each mistake. A mark counts as found where every letter of it is covered."""
    hit: collections.Counter[str] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    spans = false = letters = wrong = 0
    times, mistakes = [], list[str]()
    for row in rows:
        start = time.perf_counter()
        found = find(row["text"])
        times.append(1000 * (time.perf_counter() - start))
        wanted = _letters((mark["start"], mark["end"]) for mark in row["spans"])
        covered = _letters(found)
        for mark in row["spans"]:
            total[mark["soort"]] += 1
            if _letters([(mark["start"], mark["end"])]) <= covered:
                hit[mark["soort"]] += 1
            else:
                mistakes.append(f"{row['id']} leaked {mark['soort']} {row['text'][mark['start'] : mark['end']]!r}")
        for begin, end in found:
            spans += 1
            if not wanted & _letters([(begin, end)]):
                false += 1
                mistakes.append(f"{row['id']} wrongly hidden {row['text'][begin:end]!r}")
        letters, wrong = letters + len(row["text"]), wrong + len(covered - wanted)
    figures = {f"recall_{soort}": hit[soort] / total[soort] for soort in sorted(total)}
    figures |= {"recall": sum(hit.values()) / sum(total.values()), "precision": (spans - false) / spans if spans else 1.0}
    return figures | {"text_wrongly_hidden": wrong / letters, "milliseconds": statistics.median(times)}, mistakes


def _letters(spans: Any) -> set[int]:
    return {letter for start, end in spans for letter in range(start, end)}
