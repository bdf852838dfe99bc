"""One server as a stranger reaches it."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.installatie import Rasa, running


@pytest.fixture(scope="package")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    logs = {"WEGWIJZER_LOG_VORM": "json", "WEGWIJZER_LOG_NIVEAU": "INFO"}
    with running(tmp_path_factory.mktemp("openbaar"), model, logs) as rasa:
        yield rasa
