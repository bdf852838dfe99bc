"""The papers say what the code does: periods, kinds of data, fields of the proof."""

from __future__ import annotations

import re

import pytest

from bot.channels.verklaring import render
from bot.privacy.redactor import WORDS
from bot.settings import ROOT, Settings

PAPERS = ROOT / "docs" / "privacy"
SETTINGS = Settings()


@pytest.mark.parametrize("name", ["dpia.md", "verwerkingsregister.md", "algoritmeregister.md"])
def test_a_paper_names_the_period_and_every_kind_of_hidden_data(name: str) -> None:
    text = (PAPERS / name).read_text(encoding="utf-8")
    assert set(re.findall(r"(\d+) dagen", text)) == {str(SETTINGS.bewaar_dagen)}
    assert [word for word in WORDS.values() if word not in text] == []


def test_the_papers_name_the_hours_of_a_session_and_the_settings() -> None:
    assert set(re.findall(r"(\d+) uur", (PAPERS / "dpia.md").read_text(encoding="utf-8"))) == {str(SETTINGS.sessie_uren)}
    named = set(re.findall(r"WEGWIJZER_([A-Z_]+)", "".join(path.read_text(encoding="utf-8") for path in PAPERS.glob("*.md"))))
    assert {name.lower() for name in named} <= set(Settings.__dataclass_fields__)
    assert f"(standaard {SETTINGS.bewaar_dagen})" in (PAPERS / "beheer.md").read_text(encoding="utf-8")


def test_the_statement_on_the_page_has_the_periods_of_the_running_bot() -> None:
    page = render("privacy", Settings(bewaar_dagen=7, sessie_uren=3))
    assert "7 dagen" in page
    assert "3 uur" in page
    assert all(word in page for word in WORDS.values())
    assert "{" not in page


def test_the_statement_is_easy_to_read() -> None:
    text = re.sub(r"<[^>]+>", "\n", render("privacy", SETTINGS).split("<main", 1)[1].split(">", 1)[1])
    sentences = [sentence for line in text.split("\n") if "haken:" not in line for sentence in re.split(r"(?<=[.?!]) ", line)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []
