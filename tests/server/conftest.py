"""One server as a stranger reaches it."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.installatie import Actions, Rasa


@pytest.fixture(scope="package")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    folder = tmp_path_factory.mktemp("openbaar")
    actions = Actions(folder, {"WEGWIJZER_LOG_VORM": "json", "WEGWIJZER_LOG_NIVEAU": "INFO"})
    rasa = Rasa(folder, model, {"WEGWIJZER_ACTIONS_PORT": str(actions.port), "WEGWIJZER_TRACKER_DB": str(folder / "g.sqlite3")})
    try:
        actions.start()
        rasa.start()
        yield rasa
    finally:
        rasa.stop()
        actions.stop()
