"""Training on the same share of the messages: ours, and stock Rasa's, drawn on from two short runs to its hundred epochs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.load import stock
from bot.settings import ROOT

_SHORT, _LONG = 1, 3


def compare(every: int) -> str:
    """Seconds of processor time of both on each `every`th message, and of which runs they were made."""
    ours = _ours(every)
    few, more = (_stock(every, epochs) for epochs in (_SHORT, _LONG))
    theirs = few + (stock.EPOCHS - _SHORT) * (more - few) / (_LONG - _SHORT)
    drawn_on = (
        f"{theirs:.0f} s for {stock.EPOCHS} epochs of DIET, EXTRAPOLATED from {_SHORT} epoch ({few:.0f} s) and {_LONG} ({more:.0f} s)"
    )
    return f"training on each {every}th message, processor time: wegwijzer {ours:.0f} s; stock {drawn_on}; ratio {ours / theirs:.3f}"


def _ours(every: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock.write_project(folder, every, _SHORT)
        (folder / "nlu").mkdir()
        shutil.move(folder / "data" / "nlu.yml", folder / "nlu")
        return _seconds(ROOT, "benchmarks.nlu.contenders", "train", "wegwijzer", name, str(folder / "nlu"))


def _stock(every: int, epochs: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        stock.write_project(Path(name), every, epochs)
        return _seconds(Path(name), "rasa", "train", "--quiet")


def _seconds(folder: Path, module: str, *arguments: str) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
