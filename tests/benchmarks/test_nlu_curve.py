"""The learning curve grows by adding, and the last fifth is measured on the messages that it changes."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT

from benchmarks.nlu.ablation import scores
from benchmarks.nlu.curve import last_fifth, share_of
from benchmarks.nlu.trial import Trial, example
from benchmarks.nlu.validation import messages

# Each intent has more than one message in every draw, one of them with danger.
WORDS = {"kindermishandeling": "bang voor vader", "pesten": "gepest", "ziekteverzuim": "ziek gemeld", "buiten_bereik": "rekenboek"}
TAUGHT = [example(f"{word} {n}", intent) for intent, word in WORDS.items() for n in ("vandaag", "gisteren", "morgen", "ooit")]


@pytest.mark.parametrize(("share", "count"), [(0.01, 4), (0.5, 8), (1.0, 16)])
def test_a_share_has_every_intent(share: float, count: int) -> None:
    chosen = share_of(TAUGHT, share)
    assert len(chosen) == count
    assert {message.get(INTENT) for message in chosen} == {message.get(INTENT) for message in TAUGHT}


def test_a_larger_share_holds_the_smaller_one() -> None:
    small, large = ({message.get(TEXT) for message in share_of(TAUGHT, share)} for share in (0.5, 1.0))
    assert small < large


def test_the_last_fifth_is_the_mean_of_its_draws() -> None:
    taught, whole = [*TAUGHT, example("hij is opa kwijt", "rouw")], Trial(TAUGHT)
    found = last_fifth(whole, taught, messages(), lambda text: None, seeds=(1, 2))
    tops = [scores(messages(), Trial(share_of(taught, 5 / 6, seed)).outcomes(messages()))["top1"] for seed in (1, 2)]
    assert found["gain"] == pytest.approx(scores(messages(), whole.outcomes(messages()))["top1"] - sum(tops) / 2)
    assert (found["draws"], found["messages"]) == (2, [13, 17])
    assert found["error"] > 0
