"""Redaction does no harm: what the bot decides about a message is as good with hidden names as without."""

from __future__ import annotations

from pathlib import Path

from benchmarks.nlu.validation import measure
from bot.channels.door import clean

MOST = 0.003
HIGHER_IS_BETTER = ("top1", "top3", "right_within_one_question", "safety_recall", "covert_danger_recall")
LOWER_IS_BETTER = ("answered_wrong", "safety_false_alarm", "look_alike_false_alarm")


async def test_concern_and_safety_are_as_good_with_redacted_text(model: Path) -> None:
    raw, redacted = await measure(model, clean), await measure(model)
    lost = {name: raw[name][0] - redacted[name][0] for name in HIGHER_IS_BETTER}
    lost |= {name: redacted[name][0] - raw[name][0] for name in LOWER_IS_BETTER}
    assert {name: round(loss, 4) for name, loss in lost.items() if loss > MOST} == {}
