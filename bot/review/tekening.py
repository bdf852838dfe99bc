"""A table as a picture: SVG, drawn on the server with matplotlib. The numbers stand beside it as text as well."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from bot.review.cijfers import SMALLEST, Tabel

_COLOURS = ("#154273", "#a2731b", "#8a1f3d")
_HATCHES = ("", "//", "xx")
"""Colour alone never tells parts apart."""
_LABEL = 34


def draw(tabel: Tabel) -> str:
    """SVG with its text as text. A hidden count has no bar."""
    from matplotlib import rc_context  # takes half a second: only when somebody looks
    from matplotlib.figure import Figure

    labels = [textwrap.fill(label, _LABEL) for label, _ in tabel.rijen]
    lying = tabel.soort == "liggend"
    height = sum(0.2 * (label.count("\n") + 1) + 0.15 for label in labels) + 1 if lying else 3.6
    settings = {"svg.fonttype": "none", "svg.hashsalt": "wegwijzer", "font.family": "sans-serif", "font.size": 10, "hatch.linewidth": 0.6}
    with rc_context(settings):
        figure = Figure(figsize=(8, max(height, 1.8)))
        axes = figure.subplots()
        start = [0] * len(labels)
        for n, name in enumerate(tabel.kolommen):
            values = [row[n] or 0 for _, row in tabel.rijen]
            style = {"color": _COLOURS[n % 3], "hatch": _HATCHES[n % 3], "edgecolor": "white", "label": name}
            if lying:
                axes.barh(range(len(labels)), values, left=start, **style)
            else:
                axes.bar(range(len(labels)), values, bottom=start, **style)
            start = [one + other for one, other in zip(start, values, strict=True)]
        _axes(axes, tabel, labels, lying, max(start, default=0))
        figure.tight_layout()
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Title": tabel.titel})
    return out.getvalue()


def _axes(axes: Any, tabel: Tabel, labels: list[str], lying: bool, most: int) -> None:
    from matplotlib.ticker import MaxNLocator

    a = axes
    if lying:
        a.set_yticks(range(len(labels)), labels)
        a.invert_yaxis()
        for n, (_, row) in enumerate(tabel.rijen):
            a.text((row[0] or 0) + most * 0.01, n, f"minder dan {SMALLEST}" if row[0] is None else str(row[0]), va="center")
        a.set_xlim(0, max(most, 1) * 1.15)
    else:
        a.set_xticks(range(len(labels)), labels, rotation=45 if len(labels) > 8 else 0)
        a.set_ylim(0, max(most, 1) * 1.1)
    whole = a.xaxis if lying else a.yaxis
    whole.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    for side in ("top", "right"):
        a.spines[side].set_visible(False)
    if len(tabel.kolommen) > 1:
        a.legend(frameon=False)
