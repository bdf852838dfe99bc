"""Training time: the bot's whole, stock Rasa's from two short runs on all messages, drawn on to its hundred epochs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load import stock
from bot.settings import ROOT

_SHORT, _LONG = 1, 3


def compare() -> str:
    """The seconds of both, and of which runs they were made."""
    ours = _seconds(ROOT, "--data", "data/nlu", "data/rules", "--force")
    few, more = (_stock(epochs) for epochs in (_SHORT, _LONG))
    an_epoch = (more - few) / (_LONG - _SHORT)
    theirs = few + (stock.EPOCHS - _SHORT) * an_epoch
    drawn_on = f"{theirs:.0f} s for {stock.EPOCHS} epochs, EXTRAPOLATED from {_SHORT} epoch ({few:.0f} s) and {_LONG} ({more:.0f} s)"
    return f"training on all messages: wegwijzer {ours:.0f} s; stock {drawn_on}; ratio {ours / theirs:.3f}"


def _stock(epochs: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        stock.write_project(Path(name), every=1, epochs=epochs)
        return _seconds(Path(name))


def _seconds(folder: Path, *arguments: str) -> float:
    with tempfile.TemporaryDirectory() as models:
        begin = time.monotonic()
        subprocess.run([sys.executable, "-m", "rasa", "train", "--quiet", "--out", models, *arguments], cwd=folder, check=True)
        return time.monotonic() - begin
