"""Each variant of the ablation lacks its part."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT

from benchmarks.nlu.ablation import NOTHING, ablation, answering_variants, training_variants
from benchmarks.nlu.trial import Trial, example
from benchmarks.nlu.validation import messages
from bot.nlu.concern import PRESENCE
from bot.nlu.cues import CUES
from bot.nlu.featurizer import features_of
from bot.nlu.safety import DANGER, SIGNALS

TAUGHT = [
    *(example(f"een jongen wordt elke dag gepest op het plein {n}", "pesten", ["eenzaamheid_vrije_tijd"]) for n in ("links", "rechts")),
    *(example(f"zij wil niet meer leven zegt ze {n}", "suicidaliteit") for n in ("vandaag", "gisteren")),
    *(example(f"wat is het weer in {n}", "buiten_bereik") for n in ("Parijs", "Rome")),
    *(example(f"zij is altijd alleen {n}", "eenzaamheid_vrije_tijd") for n in ("thuis in Kampen", "buiten in Kampen")),
]
MESSAGE = "zij wordt gepest en wil niet meer leven"


@pytest.fixture(scope="module")
def whole() -> Trial:
    return Trial(TAUGHT)


def test_each_variant_that_answers_lacks_its_part(whole: Trial) -> None:
    assert whole.parse([MESSAGE])[0].get(CUES)
    found: dict[str, Any] = {name: variant.parse([MESSAGE])[0] for name, variant in answering_variants(whole)}
    assert found["cue lexicon"].get(CUES) is None
    assert found["dictionary forms of the cues"].get(CUES)
    assert (found["safety component"].get(SIGNALS), found["safety component"].get(DANGER)) == (None, None)
    assert (found["safety: plain expressions"].get(SIGNALS), found["safety: its own classifier"].get(DANGER)) == ([], None)
    confidences = [item["confidence"] for item in found["safety altogether"].get("intent_ranking")]
    assert confidences == sorted(confidences, reverse=True), "no danger is put first"
    assert found["temperature"].get(INTENT)["confidence"] != whole.parse([MESSAGE])[0].get(INTENT)["confidence"]


def test_each_variant_that_is_trained_lacks_its_part(whole: Trial) -> None:
    def features(trial: Trial) -> int:
        return int(features_of(trial.parse([MESSAGE])).shape[1])

    found = {name: Trial(taught) for name, taught in training_variants(TAUGHT)}
    more = {name: features(trial) - features(whole) for name, trial in found.items()}
    assert max(more["pairs of words"], more["words"], more["pieces of words"]) < 0 < more["places taken out"]
    sure = {name: trial.parse([MESSAGE])[0].get(PRESENCE) for name, trial in {NOTHING: whole, **found}.items()}
    assert sure["naive Bayes"] != sure[NOTHING] != sure["marks of the other concerns"]


def test_the_whole_pipeline_stays_whole(whole: Trial) -> None:
    before = whole.outcomes(messages()[:20])
    for _, variant in answering_variants(whole):
        variant.parse([MESSAGE])
    assert whole.outcomes(messages()[:20]) == before


def test_every_variant_is_scored(whole: Trial) -> None:
    rows = ablation(whole, TAUGHT, messages(), lambda text: None)
    assert (rows[0].name, rows[0].won, rows[0].lost) == (NOTHING, 0, 0)
    assert len({row.name for row in rows}) == len(rows) == 14
    retrained = {row.name: (row.won, row.lost) for row in rows if row.seconds is not None and row.name != NOTHING}
    assert any(retrained.values())
