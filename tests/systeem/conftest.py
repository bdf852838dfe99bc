"""The whole system as an administrator starts it: both servers under the supervisor, on free ports, with an own store."""

from __future__ import annotations

import os
import shutil
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
def running(started: tuple[str, dict[str, str]]) -> str:
    """The address of the running bot."""
    return started[0]


@pytest.fixture(scope="session")
def started(model: Path, school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The running bot: its address, and the environment it was started in. The route map is a copy that tests may change."""
    port, actions, review = free_port(), free_port(), free_port()
    folder = tmp_path_factory.mktemp("systeem")
    shutil.copytree(ROOT / "data" / "routekaart", folder / "routekaart", ignore=shutil.ignore_patterns("schema"))
    env = {
        **os.environ,
        "WEGWIJZER_PORT": str(port),
        "WEGWIJZER_ACTIONS_PORT": str(actions),
        "WEGWIJZER_TRACKER_DB": str(folder / "gesprekken.sqlite3"),
        "WEGWIJZER_REVIEW_PORT": str(review),
        "WEGWIJZER_REVIEW_DB": str(folder / "review.sqlite3"),
        "WEGWIJZER_ROUTEKAART": str(folder / "routekaart"),
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
            urls = [f"http://127.0.0.1:{actions}/health", f"http://127.0.0.1:{port}/chat/health", f"http://127.0.0.1:{review}/gezond"]
            assert wait_until_healthy(urls, lambda: process.poll() is None), (folder / "log").read_text()
            yield f"http://127.0.0.1:{port}", env
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
