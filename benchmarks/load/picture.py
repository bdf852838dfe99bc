"""The ratios as bars, with a mark where the aim is."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.load.measure import Result
from benchmarks.load.table import rows

_COLOURS = {True: "#2f7d5b", False: "#b3541e", None: "#5b6b7d"}


def draw(theirs: Result, ours: Result, path: Path) -> None:
    """An SVG: ours as a multiple of stock's, on a logarithmic scale, so that half and double are as far from 1."""
    shown = [row for row in rows(theirs, ours) if row.ratio][::-1]
    figure = Figure(figsize=(8, 0.42 * len(shown) + 1))
    axes = figure.subplots()
    axes.barh([row.name for row in shown], [(row.ratio or 1) - 1 for row in shown], left=1, color=[_COLOURS[row.met] for row in shown])
    axes.set_xscale("log")
    axes.axvline(1, color="black", linewidth=1)
    for place, row in enumerate(shown):
        axes.annotate(f" {row.ratio:.2f} ", (row.ratio or 1, place), va="center", ha="left" if (row.ratio or 1) > 1 else "right", size=8)
        if row.aim and not row.aim.startswith("ours"):
            axes.plot([float(row.aim.split()[1])] * 2, [place - 0.4, place + 0.4], color="black", linestyle=":")
    axes.margins(x=0.2)
    axes.set_xlabel("the bot as a multiple of stock Rasa; dotted: the aim; green: met")
    figure.savefig(path, format="svg", bbox_inches="tight", metadata={"Date": None})
