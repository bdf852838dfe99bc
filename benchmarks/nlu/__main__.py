"""`python -m benchmarks.nlu`: this pipeline beside others, what its parts earn, its curves and thresholds. About half an hour.

DIET takes hours on this many messages, so its earlier figures are kept in docs/nlu-cijfers.json and shown with the machine and the
number of messages they were measured with; `--diet-epochs` trains it anew.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterator, Sequence

from bot.quiet import quiet
from bot.settings import ROOT, Settings

DOCS = ROOT / "docs"
KEPT = DOCS / "nlu-cijfers.json"
ANSWER_FROM = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8, 0.9)
DANGER_FROM = (-4, -3, -2.5, -2, -1.5, -1, 0)
COMPARISON, CURVE = "nlu-vergelijking.svg", "nlu-leercurve.svg"
PARTS = ("contenders", "thresholds", "ablation", "curve", "fifth", "typing", "public")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _contenders(args: argparse.Namespace, kept: dict[str, Any]) -> list[dict[str, Any]]:
    from benchmarks.nlu.contenders import plain_messages
    from benchmarks.nlu.race import run, thinned

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        nlu = thinned(Path(folder), args.every)
        trained_on = sum(1 for _ in plain_messages(nlu))
        for name in ("wegwijzer", "spacy", "linear", *(["diet"] if args.diet_epochs else [])):
            _say(f"training {name}")
            rows.append(dataclasses.asdict(run(name, trained_on, args.diet_epochs if name == "diet" else None, nlu)))
    if args.without_diet or args.diet_epochs:
        return rows
    earlier = [row for row in kept.get("contenders", []) if row["name"] == "diet"]
    _say("the figures of DIET are earlier ones" if earlier else "no earlier figures of DIET are kept; --diet-epochs trains it")
    return [*rows, *earlier]


def measured(args: argparse.Namespace, kept: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Name and figures of every part that was asked for, as plain values, so that JSON keeps them; the quick ones first."""
    from benchmarks.nlu.ablation import ablation, mistyped
    from benchmarks.nlu.curve import last_fifth, learning_curve
    from benchmarks.nlu.public import FOLDER, public
    from benchmarks.nlu.thresholds import answer_curve, danger_curve
    from benchmarks.nlu.trial import Trial, training_messages
    from benchmarks.nlu.validation import SECOND, messages

    taught, rows = training_messages(), messages()
    if "public" in args.parts:
        found = [dataclasses.asdict(row) for row in public()]
        if found:
            yield "public", found
        else:
            _say(f"skipped: the public sets are not in {FOLDER}")
    if {"thresholds", "ablation", "fifth", "typing"} & set(args.parts):
        _say(f"training on {len(taught)} messages")
        whole = Trial(taught)
    if "thresholds" in args.parts:
        decide, zorg = whole.decider(rows), [row for row in rows if row["soort"] == "zorg"]
        yield "answer", [dataclasses.asdict(point) for point in answer_curve(decide, zorg, ANSWER_FROM)]
        yield "danger", [dataclasses.asdict(point) for point in danger_curve(decide, rows, DANGER_FROM)]
    if "typing" in args.parts:
        yield "typing", mistyped(whole, rows)
    if "contenders" in args.parts:
        yield "contenders", _contenders(args, kept)
    if "ablation" in args.parts:
        yield "ablation", [dataclasses.asdict(row) for row in ablation(whole, taught, rows, _say)]
    if "curve" in args.parts:
        yield "curve", learning_curve(taught, rows, _say)
    if "fifth" in args.parts:
        yield "fifth", last_fifth(whole, taught, [*rows, *messages(SECOND)], _say)


def tables(found: dict[str, Any]) -> dict[str, str]:
    """Markdown by the name of its place in docs/model.md."""
    from benchmarks.nlu import report
    from benchmarks.nlu.thresholds import Point, cheapest, table

    def curve(points: list[dict[str, Any]]) -> str:
        along = [Point(**point) for point in points]
        return f"{table(along)}\n\nCheapest: {cheapest(along).value:g}."

    makers = {
        "contenders": lambda rows: f"![This pipeline beside others](images/{COMPARISON})\n\n{report.contenders(rows)}",
        "answer": curve,
        "danger": curve,
        "ablation": report.ablation,
        "curve": lambda points: f"![Learning curve](images/{CURVE})\n\n{report.learning_curve(points)}",
        "fifth": report.last_fifth,
        "typing": report.typing_errors,
        "public": report.public,
    }
    return {name: make(found[name]) for name, make in makers.items() if found.get(name)}


def _write(found: dict[str, Any]) -> None:
    from benchmarks.nlu import pictures, report

    report.write(DOCS / "model.md", tables(found))
    KEPT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if found.get("contenders"):
        pictures.comparison(found["contenders"], DOCS / "images" / COMPARISON)
    if found.get("curve"):
        pictures.curve(found["curve"], DOCS / "images" / CURVE)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    diet = parser.add_mutually_exclusive_group()
    diet.add_argument("--without-diet", action="store_true", help="leave DIET out, earlier figures too")
    diet.add_argument("--diet-epochs", type=int, help="train DIET anew; Rasa's default is 100")
    parser.add_argument("--every", type=int, default=1, help="the contenders train on each so manieth message; all of them take hours")
    parser.add_argument("--docs", action="store_true", help="write tables, pictures and figures to docs/")
    args = parser.parse_args(arguments)
    for name, value in Settings.from_env().for_children().items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    quiet()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name, found in measured(args, kept):
        print(f"\n{name}\n\n{tables({name: found})[name]}", flush=True)
        kept[name] = found
        if args.docs:  # at once: the next part may take long
            _write(kept)


if __name__ == "__main__":
    main(sys.argv[1:])
