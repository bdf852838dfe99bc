"""What more messages earn: the pipeline with a share of them."""

from __future__ import annotations

import collections
import random
import statistics
from typing import Any, Callable, Iterable, Sequence

from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from benchmarks.nlu.ablation import right_ids, scores
from benchmarks.nlu.trial import Trial
from bot.lines import Line

SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
_BEFORE_A_FIFTH_MORE = 5 / 6
_SEED = 2026


def learning_curve(messages: Sequence[Message], rows: Sequence[Line], say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Figures by share of the messages, the same share of every intent; a larger share holds the smaller ones."""
    points = []
    for share in SHARES:
        part = share_of(messages, share)
        say(f"training on {len(part)} messages")
        trial = Trial(part)
        points.append({"share": share, "messages": len(part), "seconds": trial.seconds, "scores": scores(rows, trial.outcomes(rows))})
    return points


def last_fifth(
    whole: Trial, messages: Sequence[Message], rows: Sequence[Line], say: Callable[[str], None], seeds: Iterable[int] = range(5)
) -> dict[str, Any]:
    """What a fifth more messages earned, as the mean of several draws of those that were there before.

    `gain` is in first concerns that are right, `error` its standard error over the validation messages.
    """
    after, before = right_ids(rows, whole.outcomes(rows)), []
    for seed in seeds:
        part = share_of(messages, _BEFORE_A_FIFTH_MORE, seed)
        say(f"training on {len(part)} messages, draw {seed}")
        before.append(right_ids(rows, Trial(part).outcomes(rows)))
    gains = [(row["id"] in after) - statistics.mean(row["id"] in right for right in before) for row in rows if row["soort"] == "zorg"]
    return {
        "messages": [len(part), len(messages)],
        "draws": len(before),
        "gain": statistics.mean(gains),
        "error": statistics.stdev(gains) / len(gains) ** 0.5,
    }


def share_of(messages: Sequence[Message], share: float, seed: int = _SEED) -> list[Message]:
    """At least one message of each intent."""
    by_intent: dict[str, list[Message]] = collections.defaultdict(list)
    for message in messages:
        by_intent[message.get(INTENT)].append(message)
    chosen = []
    for intent in sorted(by_intent):
        shuffled = random.Random(f"{seed} {intent}").sample(by_intent[intent], len(by_intent[intent]))
        chosen += shuffled[: max(1, round(share * len(shuffled)))]
    return chosen
