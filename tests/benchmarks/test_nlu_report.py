"""Tables stand between their markers in the documentation, whatever stood there before."""

from __future__ import annotations

import pytest

from benchmarks.nlu.__main__ import DOCS, KEPT, main, tables
from benchmarks.nlu.report import place

DOCUMENT = "before\n<!-- curve -->\nold | \\1 table\n<!-- /curve -->\nafter\n"


def test_a_table_replaces_what_stood_there() -> None:
    assert place(DOCUMENT, "curve", "| \\d | new |") == "before\n<!-- curve -->\n| \\d | new |\n<!-- /curve -->\nafter\n"


def test_placing_it_twice_changes_nothing() -> None:
    assert place(place(DOCUMENT, "curve", "| a |"), "curve", "| a |") == place(DOCUMENT, "curve", "| a |")


def test_a_table_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="ablation"):
        place(DOCUMENT, "ablation", "| a |")


def test_the_documentation_shows_the_kept_figures() -> None:
    """Both are written by one command; a table that was changed by hand is not what was measured."""
    import json

    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for name, table in tables(json.loads(KEPT.read_text(encoding="utf-8"))).items():
        assert f"<!-- {name} -->\n{table}\n<!-- /{name} -->" in text


@pytest.mark.parametrize("arguments", [["--parts", "tea"], ["--without-diet", "--diet-epochs", "1"]])
def test_a_wrong_call_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
