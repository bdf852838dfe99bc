"""The components of `config.yml` trained on some messages without Rasa's graph: for ablations and curves."""

from __future__ import annotations

import copy
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.channels.door import clean
from bot.lines import Line
from bot.nlu.concern import ConcernClassifier
from bot.nlu.cues import CueCounter
from bot.nlu.decision import DECISION, Decision
from bot.nlu.featurizer import SparseFeaturizer
from bot.nlu.safety import SafetyClassifier
from bot.settings import ROOT


def training_messages(folder: Path = ROOT / "data/nlu") -> list[Message]:
    messages: list[Message] = load_data(str(folder)).intent_examples
    return messages


def example(text: str, intent: str, also: Sequence[str] = ()) -> Message:
    return Message({TEXT: text, INTENT: intent, METADATA: {METADATA_EXAMPLE: {"ook": list(also)}}})


class Trial:
    """One trained pipeline. `configs` holds settings per component class; `without` leaves components out.

    `seconds` of processor time went into the training.
    """

    def __init__(
        self, messages: Sequence[Message], configs: Mapping[type, Mapping[str, Any]] | None = None, without: Sequence[type] = ()
    ) -> None:
        configs = configs or {}
        self._folder = tempfile.TemporaryDirectory()
        storage = LocalModelStorage.create(Path(self._folder.name))
        begin = time.process_time()
        data = TrainingData([Message(dict(message.data)) for message in messages])
        self.components: list[Any] = []
        for kind in (SparseFeaturizer, SafetyClassifier, CueCounter, ConcernClassifier, Decision):
            if kind in without:
                continue
            component = kind.create(dict(configs.get(kind, {})), storage, Resource(kind.__name__), None)  # type: ignore[arg-type]
            if hasattr(component, "train") and kind not in (CueCounter, Decision):
                component.train(data)
            if hasattr(component, "process_training_data"):
                component.process_training_data(data)
            self.components.append(component)
        self.seconds = time.process_time() - begin

    def parse(self, texts: Sequence[str]) -> list[Message]:
        messages = [Message({TEXT: clean(text)}) for text in texts]
        for component in self.components:
            messages = component.process(messages)
        return messages

    def outcomes(self, rows: Sequence[Line]) -> dict[str, Line]:
        """What the bot would do with each row, in the form of `python -m bot classify`."""
        return _outcomes(rows, self.parse([row["text"] for row in rows]))

    def replaced(self, kind: type, component: Any = None) -> Trial:
        """The same trained pipeline with another component of a kind, or without it."""
        other = copy.copy(self)
        parts = [component if isinstance(part, kind) else part for part in self.components]
        other.components = [part for part in parts if part is not None]
        return other

    def after(self, kind: type, component: Any) -> Trial:
        """The same trained pipeline with one more component behind that of a kind."""
        other = copy.copy(self)
        other.components = [part for own in self.components for part in ([own, component] if isinstance(own, kind) else [own])]
        return other

    def decider(self, rows: Sequence[Line]) -> Callable[[Mapping[str, Any]], dict[str, Line]]:
        """Parses the rows once; what it gives decides about them under other settings, for `thresholds.py`."""
        ranked = self.replaced(Decision).parse([row["text"] for row in rows])

        def decide(settings: Mapping[str, Any]) -> dict[str, Line]:
            decision = Decision({**Decision.get_default_config(), **settings})
            return _outcomes(rows, decision.process([Message(dict(message.data)) for message in ranked]))

        return decide


def _outcomes(rows: Sequence[Line], messages: Sequence[Message]) -> dict[str, Line]:
    return {
        row["id"]: {"id": row["id"], "ranking": message.get("intent_ranking") or [], **message.get(DECISION)}
        for row, message in zip(rows, messages, strict=True)
    }
