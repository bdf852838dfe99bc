"""The whole system as an administrator starts it: both servers under the supervisor, on free ports, with an own store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT


@pytest.fixture(scope="session")
def running(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running bot."""
    port, actions, review = free_port(), free_port(), free_port()
    folder = tmp_path_factory.mktemp("systeem")
    env = {
        **os.environ,
        "WEGWIJZER_PORT": str(port),
        "WEGWIJZER_ACTIONS_PORT": str(actions),
        "WEGWIJZER_TRACKER_DB": str(folder / "gesprekken.sqlite3"),
        "WEGWIJZER_REVIEW_PORT": str(review),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_MAX_PER_MINUUT": "1000",
    }
    env.pop("WEGWIJZER_ACTIONS_URL", None)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            urls = [f"http://127.0.0.1:{actions}/health", f"http://127.0.0.1:{port}/chat/health"]
            assert wait_until_healthy(urls, lambda: process.poll() is None), (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
