"""What may be committed: text, and the pictures of the papers. No database, model or cache."""

from __future__ import annotations

import subprocess

import pytest

from bot.settings import ROOT


def test_only_pictures_are_binary() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout.decode()
    files = [ROOT / name for name in listed.split("\0") if name]
    assert len(files) > 100
    binary = [file for file in files if file.exists() and b"\0" in file.read_bytes()]
    assert [file for file in binary if file.suffix != ".png" or ROOT / "docs" / "images" not in file.parents] == []
