"""The figures on both sets of validation messages may not fall below what was reached; see docs/model.md."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from benchmarks.nlu.typing_errors import with_errors
from benchmarks.nlu.validation import FIRST, SECOND, Scores, measure, messages

AT_LEAST = {
    "top1": 0.875,
    "top3": 0.96,
    "right_within_one_question": 0.94,
    "also_named": 0.50,
    "safety_recall": 0.935,
    "covert_danger_recall": 0.95,
    "conversation_top1": 0.93,
    "out_of_scope_recall": 0.85,
}
AT_MOST = {"answered_wrong": 0.055, "safety_false_alarm": 0.09, "look_alike_false_alarm": 0.18, "concern_out_of_scope": 0.01}


@pytest.fixture(scope="module", params=[FIRST, SECOND], ids=lambda file: file.stem)
async def both(model: Path, request: pytest.FixtureRequest) -> Scores:
    return await measure(model, file=request.param)


@pytest.mark.parametrize("figure", AT_LEAST)
def test_at_least(both: Scores, figure: str) -> None:
    assert both[figure][0] >= AT_LEAST[figure]


@pytest.mark.parametrize("figure", AT_MOST)
def test_at_most(both: Scores, figure: str) -> None:
    assert both[figure][0] <= AT_MOST[figure]


async def test_one_or_two_typing_errors_in_each_sentence_cost_little(model: Path) -> None:
    rng = random.Random(2026)
    scores, typed = await measure(model), await measure(model, lambda text: with_errors(text, rng))
    assert typed["top1"][0] >= scores["top1"][0] - 0.03
    assert typed["safety_recall"][0] >= scores["safety_recall"][0] - 0.03


PLACES = ("Kampen", "Noordwijk", "Zwolle", "Genemuiden", "Coevorden", "Utrecht")


async def test_another_place_changes_no_first_concern(agent: Any) -> None:
    for row in messages()[::8]:
        parsed = [await agent.parse_message(f"{row['text']} De school staat in {place}.") for place in PLACES]
        assert len({one["intent_ranking"][0]["name"] for one in parsed}) == 1
