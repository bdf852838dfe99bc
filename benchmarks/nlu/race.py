"""Runs the contenders one after the other, each in processes of its own, on the same messages."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Optional

import yaml

from benchmarks.nlu.figures import Figures, accuracy
from benchmarks.nlu.validation import messages
from bot.channels.door import clean
from bot.settings import ROOT

NLU = ROOT / "data/nlu"
_ENV = {"RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
"""Without the cache a second run trains anew."""


def run(name: str, trained_on: int, epochs: Optional[int] = None, nlu: Path = NLU) -> Figures:
    """Trains a contender on the folder of messages and lets it answer the validation messages. Raises where a process fails."""
    rows = messages()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "rows.json").write_text(json.dumps([{"id": row["id"], "text": clean(row["text"])} for row in rows]), encoding="utf-8")
        training = _process("train", folder, name, str(nlu), *(["--epochs", str(epochs)] if epochs else []))
        answering = _process("answer", folder, name, str(folder / "rows.json"))
    outcomes = answering.pop("outcomes")
    return Figures(name, machine(), trained_on, **training, **answering, **accuracy(rows, outcomes))


def thinned(folder: Path, every: int) -> Path:
    """Each `every`th message of each block of the training data, written to the folder: for a contender that takes days for all."""
    target = folder / "nlu"
    target.mkdir()
    for path in sorted(NLU.glob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for block in content["nlu"]:
            given = block["examples"]
            block["examples"] = "".join(given.splitlines(keepends=True)[::every]) if isinstance(given, str) else given[::every]
        (target / path.name).write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return target


def _process(command: str, folder: Path, name: str, *more: str) -> dict[str, Any]:
    call = [sys.executable, "-m", "benchmarks.nlu.contenders", command, name, str(folder), *more]
    subprocess.run(call, cwd=ROOT, env={**os.environ, **_ENV}, check=True, stdout=sys.stderr)
    found: dict[str, Any] = json.loads((folder / f"{command}.json").read_text(encoding="utf-8"))
    return found


def machine() -> str:
    """The day, the processor and how busy it is: seconds mean little without them."""
    cpu = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")), cpu)
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores {cpu}, load {os.getloadavg()[0]:.1f}"
