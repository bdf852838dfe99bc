"""Our runner of Rasa's graph gives what dask gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.graaf import InOrder
from bot.server.rasa import Processor

TEXTS = ["", "hallo", "een leerling spijbelt steeds in Dalen", "hij zegt dat hij niet meer wil leven", "/pesten"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_understood_alike(text: str, model: Path) -> None:
    _, metadata, runner = Processor._load_model(model)
    assert isinstance(runner, InOrder)
    tracker = DialogueStateTracker.from_events("x", [])
    answers = [
        kind.run(runner, {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker}, [metadata.nlu_target])
        for kind in (InOrder, DaskGraphRunner)
    ]
    ours, theirs = (answer[metadata.nlu_target][0].as_dict(only_output_properties=True) for answer in answers)
    assert {**ours, "message_id": None} == {**theirs, "message_id": None}
