"""The whole system as an administrator starts it: both servers under the supervisor, on free ports, with an own store."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.settings import ROOT
from tests.systeem.browser import School, launch
from tests.systeem.installatie import environment
from tests.systeem.installatie import running as running_bot


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
    folder = tmp_path_factory.mktemp("systeem")
    shutil.copytree(ROOT / "data" / "routekaart", folder / "routekaart", ignore=shutil.ignore_patterns("schema"))
    env = environment(folder, WEGWIJZER_ROUTEKAART=str(folder / "routekaart"), WEGWIJZER_ORIGINS=school.origin)
    with running_bot(ROOT, env, folder / "log") as address:
        yield address, env
