"""Training on the same share of the messages: ours, and stock Rasa's with few of its hundred epochs of DIET, so a bound for the ratio."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.load import stock
from bot.settings import ROOT

_EPOCHS = 3


def compare(every: int) -> str:
    """Seconds of processor time of both on each `every`th message."""
    ours, theirs = _ours(every), _stock(every)
    return (
        f"training on each {every}th message, processor time: wegwijzer {ours:.0f} s; stock {theirs:.0f} s with {_EPOCHS} of the"
        f" {stock.EPOCHS} epochs of DIET; ratio at most {ours / theirs:.3f}"
    )


def _ours(every: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock.write_project(folder, every, _EPOCHS)
        (folder / "nlu").mkdir()
        shutil.move(folder / "data" / "nlu.yml", folder / "nlu")
        return _seconds(ROOT, "benchmarks.nlu.contenders", "train", "wegwijzer", name, str(folder / "nlu"))


def _stock(every: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        stock.write_project(Path(name), every, _EPOCHS)
        return _seconds(Path(name), "rasa", "train", "--quiet")


def _seconds(folder: Path, module: str, *arguments: str) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
