"""docs/nieuwe-gemeente.md does what it says: its commands and its YAML are taken from the page and carried out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.nlu import folders
from bot.nlu.places import PlaceExtractor
from bot.routekaart import Schoolsoort, load
from bot.routekaart.loader import FOLDER
from bot.settings import ROOT

PAGE = (ROOT / "docs" / "nieuwe-gemeente.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|yaml)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "routekaart", ignore=shutil.ignore_patterns("schema")))


def carry_out(command: str, folder: Path) -> str:
    """Runs a command of the page on a copy of the content."""
    program, *args = shlex.split(command)
    assert program == ".venv/bin/python"
    env = {**os.environ, "WEGWIJZER_ROUTEKAART": str(folder)}
    done = subprocess.run([sys.executable, *args], cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def replace_line(path: Path, block: str) -> None:
    """What the page asks: put the block in the place of the line that is its first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = block.splitlines()[0]
    assert lines.count(first) == 1, first
    at = lines.index(first)
    path.write_text("\n".join([*lines[:at], block.rstrip("\n"), *lines[at + 1 :]]) + "\n", encoding="utf-8")


def test_the_page_leads_from_nothing_to_an_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(FOLDER.rglob("*.yml"))
    outputs = []
    for kind, block in BLOCKS:
        if kind == "yaml":
            replace_line(folder / "regio" / "voorbeeldstad.yml", block)
        else:
            outputs.append(carry_out(block.strip(), folder))
    new, check, gaps, advise = outputs
    assert str(folder / "regio" / "voorbeeldstad.yml") in new
    assert check.splitlines()[-1].split() == ["0", "fouten"]
    assert "Voorbeeldstad" in gaps
    assert "Route voor Voorbeeldstad" in advise and "099-999 99 99" in advise and "gecontroleerd op 2026-11-28." in advise.lower()
    assert sorted(FOLDER.rglob("*.yml")) == before
    monkeypatch.setitem(folders._moved, "routekaart", folder)
    found = PlaceExtractor().places("Wij zitten met onze school in voorbeelddrop.")
    assert [(place["entity"], place["value"]) for place in found] == [("gemeente", "Voorbeeldstad")]


def test_the_new_file_passes_as_it_stands_and_lists_its_gaps(folder: Path) -> None:
    new, check, _, advise = (block.strip() for kind, block in BLOCKS if kind == "sh")
    carry_out(new, folder)
    assert carry_out(check, folder).splitlines()[-1].split() == ["0", "fouten"]
    assert "Route voor Voorbeeldstad" in carry_out(advise.replace("Voorbeelddorp", "Voorbeeldstad"), folder)
    assert load(folder).contact("leerplicht", "Voorbeeldstad", Schoolsoort.PO).organisatie is None
