"""What the tests share: the route map, one trained model, one agent with the real action server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, AsyncIterator, Iterator

import pytest

from bot.routekaart import Routekaart, load
from bot.settings import ROOT, Settings

SHARED = ROOT.parent / "shared"
_LONGEST = ("test_leren.py", "test_sterven.py", "test_faults.py", "test_browser.py", "test_postgresql.py", "test_coordinatoren.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: at the end the other process would wait for them."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


@pytest.fixture(scope="session", autouse=True)
def _environment() -> Iterator[None]:
    """What `python -m bot` sets for Rasa, set for the tests too."""
    before = dict(os.environ)
    for name, value in Settings.from_env().for_children().items():
        os.environ.setdefault(name, value)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def kaart() -> Routekaart:
    return load()


@pytest.fixture(scope="session")
def model() -> Path:
    """The model for the present data, trained now if there is none."""
    from bot.model import train

    return train()


@pytest.fixture(scope="session")
async def agent(model: Path) -> AsyncIterator[Any]:
    """Rasa with the real model in this process, and the real action server beside it."""
    from bot.terminal import running_agent

    async with running_agent(Settings.from_env(), model) as running:
        yield running


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material that is not part of the product; a test that uses it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the development material in ../shared, which is not here")
    return SHARED
