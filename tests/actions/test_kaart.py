"""The action server's route map follows the files without a restart."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import actions.kaart
from bot.routekaart.loader import FOLDER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A route map of its own, whose files are looked at each time."""
    copied = Path(shutil.copytree(FOLDER, tmp_path / "routekaart"))
    monkeypatch.setenv("WEGWIJZER_ROUTEKAART", str(copied))
    monkeypatch.setattr(actions.kaart, "_kept", None)
    monkeypatch.setattr(actions.kaart, "LOOK_SECONDS", 0.0)
    return copied


def test_a_new_number_is_used_with_the_next_question(folder: Path) -> None:
    before = actions.kaart.kaart().contact("jeugdhulp_toegang", "Kampen").telefoon
    assert before is not None
    file = folder / "regio" / "kampen.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, "038-111 11 11"), encoding="utf-8")
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 2))
    assert actions.kaart.kaart().contact("jeugdhulp_toegang", "Kampen").telefoon == "038-111 11 11"


def test_an_unchanged_map_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.kaart, "_kept", None)
    assert actions.kaart.kaart() is actions.kaart.kaart()


def test_a_map_that_breaks_stays_as_it_was(folder: Path) -> None:
    before = actions.kaart.kaart()
    file = folder / "regio" / "kampen.yml"
    file.write_text("[", encoding="utf-8")
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 2))
    assert actions.kaart.kaart() is before
