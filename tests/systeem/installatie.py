"""The bot as an administrator starts it, in a folder of its own where a test wants to change more than the route map."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Mapping

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT

_CODE = ("bot", "actions", "data", "benchmarks", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "requirements.lock")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Free ports, and databases in `folder`."""
    ports = {name: str(free_port()) for name in ("WEGWIJZER_PORT", "WEGWIJZER_ACTIONS_PORT", "WEGWIJZER_REVIEW_PORT")}
    env = {
        **os.environ,
        **ports,
        "WEGWIJZER_TRACKER_DB": str(folder / "gesprekken.sqlite3"),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_MAX_PER_MINUUT": "1000",
        "WEGWIJZER_BEURT_MILLISECONDEN": "20000",  # other tests run on the same machine
        "WEGWIJZER_MAX_PER_ADRES": "100000",
        **more,
    }
    env.pop("WEGWIJZER_ACTIONS_URL", None)
    return env


@contextlib.contextmanager
def running(root: Path, env: Mapping[str, str], log: Path, seconds: int = 180) -> Iterator[str]:
    """Gives the address of the chat."""
    with log.open("a") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=root, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            chat = f"http://127.0.0.1:{env['WEGWIJZER_PORT']}"
            actions, review = (f"http://127.0.0.1:{env[f'WEGWIJZER_{name}_PORT']}" for name in ("ACTIONS", "REVIEW"))
            urls = [f"{actions}/health", f"{chat}/chat/health", f"{review}/gezond"]
            assert wait_until_healthy(urls, lambda: process.poll() is None, seconds), log.read_text()
            yield chat
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def small_copy(root: Path, one_in: int) -> Path:
    """The project in another folder, with one in so many training messages and one in eight validation messages."""
    for name in _CODE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)  # type: ignore[operator]
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for file in (root / "data" / "nlu").glob("*.yml"):
        file.write_text("".join(_thinned(file.read_text(encoding="utf-8"), one_in)), encoding="utf-8")
    for file in (root / "benchmarks" / "nlu").glob("*.jsonl"):
        file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[::8]), encoding="utf-8")
    return root


def _thinned(text: str, one_in: int) -> Iterator[str]:
    """The lines of a training file with the first, the one-in-so-manieth and so on of each intent's messages."""
    number, keep = 0, True
    for line in text.splitlines(keepends=True):
        if line.startswith("      - "):
            keep, number = number % one_in == 0, number + 1
        elif not line.startswith("        "):  # not the metadata of a message
            keep, number = True, 0
        if keep:
            yield line
