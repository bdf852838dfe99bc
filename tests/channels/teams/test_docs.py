"""docs/teams.md names only settings, sentences and commands that exist."""

from __future__ import annotations

import dataclasses
import re

from bot.settings import ROOT, Settings
from bot.teksten import teksten

DOCS = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "channels").rglob("*.py")))


def test_every_setting_exists() -> None:
    named = set(re.findall(r"WEGWIJZER_([A-Z_]+)", DOCS))
    assert len(named) > 8 and named <= {field.name.upper() for field in dataclasses.fields(Settings)}


def test_every_setting_for_teams_is_explained() -> None:
    ours = {field.name.upper() for field in dataclasses.fields(Settings) if field.name.startswith("teams_")}
    assert {name for name in ours if f"WEGWIJZER_{name}" not in DOCS} == set()


def test_every_line_of_the_log_is_one_that_we_write() -> None:
    lines = re.findall(r"`refused: ([^`]+)`", DOCS)
    assert len(lines) == 3 and [line for line in lines if f'"{line}"' not in CODE] == []
    assert "Teams did not take an activity: status %s" in CODE


def test_the_good_outcome_of_the_check_is_shown_as_it_is() -> None:
    words = teksten("teams")["controle"]
    shown = [*(f"{step}: {words['goed']}" for step in words["stappen"].values()), words["klaar"]]
    assert "\n".join(f"    {line}" for line in shown) in DOCS
