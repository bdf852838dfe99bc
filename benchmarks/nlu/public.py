"""The featurizer and the concern classifier on Dutch messages of others, with other intents: are they tuned to ours alone?"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Iterator

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data

from benchmarks.nlu.trial import Trial
from bot.nlu.cues import CueCounter
from bot.nlu.decision import Decision
from bot.nlu.safety import SafetyClassifier
from bot.settings import ROOT

FOLDER = ROOT.parent / "shared/eval/extern"
_SETS = {"xSID 0.7": ("xsid-nl", ".906 and .931 (two seeds)"), "Home Assistant": ("homeassistant-nl", ".980")}
"""Name of the files, and what Rasa's default pipeline reached with 100 epochs."""


@dataclasses.dataclass(frozen=True)
class Public:
    """Share of the test messages with the right intent on top."""

    name: str
    train: int
    test: int
    top1: float
    diet: str


def public(folder: Path = FOLDER) -> Iterator[Public]:
    """Nothing where the folder is absent. Repeated messages count once, as in Rasa's own report."""
    for name, (stem, diet) in _SETS.items():
        train, test = folder / f"{stem}_train.yml", folder / f"{stem}_test.yml"
        if not (train.exists() and test.exists()):
            continue
        taught, asked = load_data(str(train)).intent_examples, load_data(str(test)).intent_examples
        trial = Trial(taught, without=(SafetyClassifier, CueCounter, Decision))
        parsed = trial.parse([message.get(TEXT) for message in asked])
        right = sum(out.get(INTENT)["name"] == message.get(INTENT) for out, message in zip(parsed, asked, strict=True))
        yield Public(name, len(taught), len(asked), right / len(asked), diet)
