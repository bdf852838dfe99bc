"""The figures as pictures: SVG with its text as text, so that they stay small and a change can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Sequence

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.nlu.contenders import NAMES

_COLOURS = {"wegwijzer": "#154273", "diet": "#8a1f3d", "spacy": "#a2731b", "linear": "#4a6b3a"}
_DASHES = {"wegwijzer": "-", "diet": "--", "spacy": "-.", "linear": ":"}
"""Colour alone never tells the contenders apart."""
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "wegwijzer", "font.family": "sans-serif", "font.size": 9}
_BARS = (
    ("right concern first", lambda row: row["scores"]["top1"], "{:.2f}"),
    ("right within one question", lambda row: row["scores"]["right_within_one_question"], "{:.2f}"),
    ("danger seen", lambda row: row["scores"]["safety_recall"], "{:.2f}"),
    ("seconds of processor to train", lambda row: row["train_cpu_s"], "{:.0f}"),
    ("milliseconds of processor a message", lambda row: row["ms_median"], "{:.1f}"),
)


def comparison(contenders: Sequence[Mapping[str, Any]], path: Path) -> None:
    """A row of bars a figure, and the out-of-scope curves."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(10, 5.4))
        for n, (title, value, form) in enumerate(_BARS):
            _bars(figure.add_subplot(2, 3, n + 1), title, contenders, [value(row) for row in contenders], form)
        _curves(figure.add_subplot(2, 3, 6), contenders)
        figure.tight_layout()
        _save(figure, path, "This pipeline beside others, on the same messages")


def _bars(axes: Axes, title: str, contenders: Sequence[Mapping[str, Any]], values: Sequence[float], form: str) -> None:
    names = [NAMES[row["name"]] for row in contenders]
    bars = axes.barh(names, values, color=[_COLOURS[row["name"]] for row in contenders])
    axes.bar_label(bars, [form.format(value) for value in values], padding=2)
    axes.set_title(title, fontsize=9)
    axes.set_xlim(0, max(values) * 1.25)
    axes.invert_yaxis()
    if not axes.get_subplotspec().is_first_col():
        axes.set_yticklabels([])
    axes.spines[["top", "right"]].set_visible(False)


def _curves(axes: Axes, contenders: Sequence[Mapping[str, Any]]) -> None:
    for row in contenders:
        lost, seen = zip(*row["outside_curve"], strict=True)
        axes.plot(lost, seen, _DASHES[row["name"]], color=_COLOURS[row["name"]], label=NAMES[row["name"]])
    axes.set_xlim(0, 0.2)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("concerns called out of scope")
    axes.set_title("out-of-scope messages seen", fontsize=9)
    axes.legend(fontsize=7, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)


def curve(points: Sequence[Mapping[str, Any]], path: Path) -> None:
    """The learning curve: how right the pipeline is with more messages."""
    lines = (
        ("top3", "among three", "-."),
        ("right_within_one_question", "within one question", "--"),
        ("top1", "right concern first", "-"),
    )
    with rc_context(_STYLE):
        figure = Figure(figsize=(6, 3.4))
        axes = figure.subplots()
        for figure_name, label, dash in lines:
            values = [point["scores"][figure_name] for point in points]
            axes.plot([point["messages"] for point in points], values, dash, marker="o", markersize=3, color="#154273", label=label)
        axes.set_xlabel("training messages")
        axes.set_ylim(0, 1)
        axes.set_xlim(0)
        axes.legend(loc="lower right")
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
        _save(figure, path, "Learning curve")


def _save(figure: Figure, path: Path, title: str) -> None:
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": title})
