"""The whole system as an administrator starts it: both servers under the supervisor, on free ports, with an own store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.processes import free_port, wait_until_healthy
from bot.settings import ROOT
from tests.systeem.browser import School, launch


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A site that may show the chat."""
    site = School(tmp_path_factory.mktemp("school"))
    yield site
    site.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def running(model: Path, school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running bot."""
    port, actions = free_port(), free_port()
    folder = tmp_path_factory.mktemp("systeem")
    env = {
        **os.environ,
        "WEGWIJZER_PORT": str(port),
        "WEGWIJZER_ACTIONS_PORT": str(actions),
        "WEGWIJZER_TRACKER_DB": str(folder / "gesprekken.sqlite3"),
        "WEGWIJZER_MAX_PER_MINUUT": "1000",
        "WEGWIJZER_MAX_PER_ADRES": "100000",
        "WEGWIJZER_ORIGINS": school.origin,
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
