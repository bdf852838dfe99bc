"""What each part of the pipeline earns: the pipeline without it."""

from __future__ import annotations

import dataclasses
import random
from typing import Any, Callable, Iterator, Mapping, Sequence
from unittest.mock import patch

from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.message import Message

from benchmarks.nlu.trial import Trial
from benchmarks.nlu.typing_errors import with_errors
from benchmarks.nlu.validation import score
from bot.lines import Line
from bot.nlu.concern import ConcernClassifier
from bot.nlu.cues import CueCounter
from bot.nlu.decision import Decision
from bot.nlu.safety import SAID, SIGNALS, SafetyClassifier
from bot.nlu.vectors import Vectors

NOTHING = "whole pipeline"
_NEVER = float("inf")


@dataclasses.dataclass(frozen=True)
class Row:
    """Accuracy on the validation messages, and how many first concerns it `won` and `lost` against the whole pipeline.

    `seconds` of processor time went into the training; none where nothing was trained anew.
    """

    name: str
    scores: Mapping[str, float]
    won: int
    lost: int
    seconds: float | None


class _NoPairs(Vectors):
    def __init__(self) -> None:
        super().__init__()
        self._kinds["words"] = {**self._kinds["words"], "ngram_range": (1, 1)}


class _NoWords(Vectors):
    def __init__(self) -> None:
        super().__init__()
        del self._kinds["words"]

    @property
    def words(self) -> int:
        """A message is known by its pieces instead."""
        return len(self._terms["pieces"])


class _NoPieces(Vectors):
    def __init__(self) -> None:
        super().__init__()
        del self._kinds["pieces"]


class _NoSignals:
    """Stands behind the safety component: what the word list saw is forgotten."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(SIGNALS, [])
            message.set(SAID, False)
        return messages


def answering_variants(whole: Trial) -> Iterator[tuple[str, Trial]]:
    """The trained pipeline with a part taken out of what it does with a message."""
    yield "cue lexicon", whole.replaced(CueCounter)
    with patch("bot.nlu.cues._lemma", lambda word: word):
        yield "dictionary forms of the cues", whole.replaced(CueCounter, CueCounter())
    yield "safety component", whole.replaced(SafetyClassifier)
    yield "safety: plain expressions", whole.after(SafetyClassifier, _NoSignals())
    with patch.object(_of(whole, SafetyClassifier), "_model", None):
        yield "safety: its own classifier", whole
    alone = {**Decision.get_default_config(), "danger": _NEVER, "possible_danger": _NEVER}
    yield "safety altogether", whole.replaced(SafetyClassifier).replaced(Decision, Decision(alone))
    with patch.dict(_of(whole, ConcernClassifier)._config, {"temperature": 1.0}):
        yield "temperature", whole


def training_variants(messages: Sequence[Message]) -> Iterator[tuple[str, Sequence[Message]]]:
    """What the pipeline is trained on, inside a context in which a part of the training is missing."""
    for name, features in (("pairs of words", _NoPairs), ("words", _NoWords), ("pieces of words", _NoPieces)):
        with patch("bot.nlu.featurizer.Vectors", features):
            yield name, messages
    with patch("bot.nlu.linear._BAYES", 0.0):
        yield "naive Bayes", messages
    with patch("bot.nlu.featurizer.Masks", lambda: str), patch("bot.nlu.featurizer._masked", list):  # the latter runs in other processes
        yield "places taken out", messages
    yield "marks of the other concerns", [Message({**message.data, METADATA: None}) for message in messages]


def ablation(whole: Trial, messages: Sequence[Message], rows: Sequence[Line], say: Callable[[str], None]) -> list[Row]:
    """The whole pipeline first, then each variant without one part."""
    kept = right_ids(rows, whole.outcomes(rows))
    found = [_row(NOTHING, whole, rows, kept)]
    for name, variant in answering_variants(whole):
        found.append(dataclasses.replace(_row(name, variant, rows, kept), seconds=None))
    for name, taught in training_variants(messages):
        say(f"training without: {name}")
        found.append(_row(name, Trial(taught), rows, kept))
    return found


def mistyped(whole: Trial, rows: Sequence[Line], seeds: Sequence[int] = range(5)) -> dict[str, Any]:
    """Figures for the concerns as typed and with one or two errors in each sentence; the mean of several seeds, and their worst top1."""
    typed = scores(rows, whole.outcomes(rows))
    tries = []
    for seed in seeds:
        rng = random.Random(seed)
        tries.append(scores(rows, whole.outcomes([{**row, "text": with_errors(row["text"], rng)} for row in rows])))
    mean = {name: sum(scores[name] for scores in tries) / len(tries) for name in typed}
    return {"typed": typed, "mistyped": mean, "worst_top1": min(scores["top1"] for scores in tries), "seeds": len(tries)}


def _row(name: str, trial: Trial, rows: Sequence[Line], kept: set[str]) -> Row:
    outcomes = trial.outcomes(rows)
    right = right_ids(rows, outcomes)
    return Row(name, scores(rows, outcomes), len(right - kept), len(kept - right), trial.seconds)


def scores(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> dict[str, float]:
    return {name: value for name, (value, _) in score(list(rows), dict(outcomes)).items()}


def right_ids(rows: Sequence[Line], outcomes: Mapping[str, Line]) -> set[str]:
    """The concerns that were put first rightly, by id."""
    return {row["id"] for row in rows if row["soort"] == "zorg" and outcomes[row["id"]]["ranking"][0]["name"] == row["zorgvraag"]}


def _of(trial: Trial, kind: type) -> Any:
    return next(part for part in trial.components if isinstance(part, kind))
