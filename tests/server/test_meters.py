"""The figures: what they count, and that the paper for administrators names each."""

from __future__ import annotations

from prometheus_client import generate_latest
from rasa.shared.core.events import ActionExecuted, UserUttered

from bot.server.meters import Meters
from bot.settings import ROOT


def said(ask: bool, safety: bool) -> UserUttered:
    return UserUttered("een leerling spijbelt", parse_data={"besluit": {"ask": ask, "safety": safety}})


def test_unsure_and_safety_are_counted() -> None:
    meters = Meters()
    meters.count([said(True, False), ActionExecuted("action_listen"), said(False, True), said(True, True), UserUttered("/knop")])
    text = generate_latest(meters.registry).decode()
    assert "wegwijzer_turns_unsure_total 2.0" in text
    assert "wegwijzer_turns_safety_total 2.0" in text
    assert "spijbelt" not in text


def test_a_watched_figure_is_asked_for_each_time() -> None:
    meters, values = Meters(), iter([1.0, 2.0])
    meters.watch("wegwijzer_store_waiting", "x", lambda: next(values))
    assert "wegwijzer_store_waiting 1.0" in generate_latest(meters.registry).decode()
    assert "wegwijzer_store_waiting 2.0" in generate_latest(meters.registry).decode()


def test_the_paper_names_every_figure() -> None:
    paper = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    server = (ROOT / "bot/server/rasa.py").read_text(encoding="utf-8") + (ROOT / "bot/server/meters.py").read_text(encoding="utf-8")
    names = {word.strip('"(),') for word in server.split() if word.strip('"(),').startswith("wegwijzer_")}
    names |= {part.split('"')[1] for part in server.split("(") if part.startswith('"wegwijzer_')}
    assert len(names) >= 8
    assert [name for name in sorted(names) if f"`{name}" not in paper] == []
