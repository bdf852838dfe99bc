"""The table in docs/security.md names tests: each of them exists, so that no row leans on one that was renamed or never was."""

from __future__ import annotations

import ast
import re

import pytest

from bot.settings import ROOT

PAPER = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = [line for line in PAPER.splitlines() if re.match(r"\| \d+\.\d+", line)]
NAMED = sorted({tuple(name.split("::")) for name in re.findall(r"`(tests/[\w/]+\.py::\w+)`", PAPER)})


@pytest.mark.parametrize(("file", "test"), NAMED, ids=["::".join(row) for row in NAMED])
def test_a_named_test_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_every_row_names_a_test_or_says_why_not() -> None:
    assert len(ROWS) > 35
    assert [row[:40] for row in ROWS if "`tests/" not in row.split("|")[3] and "reason" not in row and "no test" not in row] == []
