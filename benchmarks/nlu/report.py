"""What was measured as Markdown tables, and where they stand in the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from benchmarks.nlu.contenders import NAMES
from benchmarks.nlu.figures import seen_at

Found = Mapping[str, Any]

_COMPARED: Sequence[tuple[str, Callable[[Found], str]]] = (
    ("right concern first", lambda row: _share(row, "top1")),
    ("among three", lambda row: _share(row, "top3")),
    ("right within one question", lambda row: _share(row, "right_within_one_question")),
    ("answered wrongly", lambda row: _share(row, "answered_wrong")),
    ("danger seen; false alarm", lambda row: f"{_share(row, 'safety_recall')}; {_share(row, 'safety_false_alarm')}"),
    ("covert danger; look-alikes", lambda row: f"{_share(row, 'covert_danger_recall')}; {_share(row, 'look_alike_false_alarm')}"),
    ("conversational intent right", lambda row: _share(row, "conversation_top1")),
    ("out of scope seen, .02 of concerns lost", lambda row: _cut(seen_at(row["outside_curve"]))),
    ("area under the out-of-scope curve", lambda row: _cut(row["outside_auc"])),
    ("training, seconds: clock; processor", lambda row: f"{row['train_s']:.0f}; {row['train_cpu_s']:.0f}"),
    ("training, megabytes at most", lambda row: f"{row['train_mb']:.0f}"),
    ("a message, milliseconds of processor: median; 95 %", lambda row: f"{row['ms_median']:.1f}; {row['ms_p95']:.1f}"),
    ("answering, megabytes at most", lambda row: f"{row['answer_mb']:.0f}"),
    ("training messages; epochs", lambda row: f"{row['trained_on']}; {row['epochs'] or '-'}"),
)
_ABLATED = (
    *("top1", "right_within_one_question", "also_named"),
    *("safety_recall", "safety_false_alarm", "covert_danger_recall", "look_alike_false_alarm"),
)


def contenders(rows: Sequence[Found]) -> str:
    """One column a contender, and below it on which machine each was measured."""
    body = [[name, *(cell(row) for row in rows)] for name, cell in _COMPARED]
    machines = "\n".join(f"{NAMES[row['name']]}: {row['machine']}." for row in rows)
    return _table(["", *(NAMES[row["name"]] for row in rows)], body) + f"\n\n{machines}"


def ablation(rows: Sequence[Found]) -> str:
    head = ["without", *(name.replace("_", " ") for name in _ABLATED), "first concerns won / lost", "training, processor seconds"]
    body = [[row["name"], *(_share(row, name) for name in _ABLATED), f"{row['won']} / {row['lost']}", _seconds(row)] for row in rows]
    return _table(head, body)


def learning_curve(points: Sequence[Found]) -> str:
    names = ("top1", "top3", "right_within_one_question", "conversation_top1")
    body = [[f"{p['share']:.0%}", str(p["messages"]), *(_share(p, name) for name in names), f"{p['seconds']:.0f}"] for p in points]
    return _table(["share", "messages", "first", "among three", "within one question", "conversation", "training, processor seconds"], body)


def last_fifth(found: Found) -> str:
    fewer, whole = found["messages"]
    gain, error = f"{found['gain']:+.3f}", f"{found['error']:.3f}"
    return f"{whole} messages in place of {fewer} (mean of {found['draws']} draws): {gain} first concerns, standard error {error}."


def typing_errors(found: Found) -> str:
    names = ("top1", "top3", "right_within_one_question", "safety_recall", "covert_danger_recall")
    body = [[name.replace("_", " "), *(_cut(found[kind][name]) for kind in ("typed", "mistyped"))] for name in names]
    return _table(["", "as typed", f"1-2 errors a sentence, mean of {found['seeds']}"], body)


def public(rows: Sequence[Found]) -> str:
    body = [[row["name"], f"{row['train']} / {row['test']}", _cut(row["top1"]), row["diet"]] for row in rows]
    return _table(["messages of others", "train / test", "this pipeline", "Rasa default, 100 epochs"], body)


def place(text: str, name: str, table: str) -> str:
    """The document with a table between its markers. Raises ValueError where the document has no such markers."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"the document has no place for the table {name!r}")
    return pattern.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text)


def write(document: Path, tables: Mapping[str, str]) -> None:
    text = document.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = place(text, name, table)
    document.write_text(text, encoding="utf-8")


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body))


def _share(row: Found, name: str) -> str:
    return _cut(row["scores"][name])


def _seconds(row: Found) -> str:
    return "" if row["seconds"] is None else f"{row['seconds']:.0f}"


def _cut(value: float) -> str:
    """Three decimals without the leading zero, as the rest of the documentation writes shares."""
    return f"{value:.3f}".removeprefix("0")
