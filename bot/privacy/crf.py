"""The name recogniser's statistical part: a conditional random field, trained in seconds from the project's own sentences."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from pathlib import Path
from typing import Sequence

import pycrfsuite

from bot.privacy.allowed import Allowed
from bot.privacy.data import DATA, ROOT
from bot.privacy.features import View, features, views
from bot.privacy.sentences import Sentences
from bot.privacy.tokens import Token, tokenize
from bot.privacy.vocabulary import Vocabulary

_SENTENCES = 8000
_DROP_OUT = 0.4
"""So many names hide their place in the name lists while training, so that the surroundings are learnt."""
_PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 90, "feature.possible_transitions": True}
_MADE_FROM = ("features.py", "sentences.py", "tokens.py", "vocabulary.py", "allowed.py", "crf.py")


def model_path(folder: Path = ROOT / "models") -> Path:
    """Where the model for the present word lists stands, once it is made."""
    digest = hashlib.sha256()
    files = [Path(__file__).with_name(name) for name in _MADE_FROM]
    for name in ("privacy", "nlu", "routekaart/regio", "lexicon"):
        files += sorted((DATA / name).glob("*.yml"))
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return folder / f"namen-{digest.hexdigest()[:16]}.crfsuite"


def train(path: Path, vocabulary: Vocabulary, allowed: Allowed) -> None:
    """Writes the model: whole or not at all, and the same each time. Takes about half a minute."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    sentences = Sentences(vocabulary, allowed)
    for number, (text, spans) in enumerate(sentences(_SENTENCES)):
        tokens = tokenize(text)
        labels = _labels(tokens, spans)
        hidden = {n for n, label in enumerate(labels) if label != "O" and (number * 7 + n * 3) % 10 < _DROP_OUT * 10}
        trainer.append(features(tokens, views(tokens, vocabulary, allowed, hidden)), labels)
    trainer.set_params(_PARAMETERS)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    trainer.train(temporary)
    Path(temporary).replace(path)
    for old in path.parent.glob("namen-*.crfsuite"):
        if old != path:
            old.unlink(missing_ok=True)


def _labels(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[str]:
    labels, previous = [], None
    for token in tokens:
        inside = next((span for span in spans if span[0] <= token.start < span[1]), None)
        labels.append("O" if inside is None else ("I" if inside == previous else "B"))
        previous = inside
    return labels


class NameModel:
    """How likely each word is part of a name."""

    def __init__(self, vocabulary: Vocabulary, allowed: Allowed, path: Path | None = None) -> None:
        path = path or model_path()
        if not path.exists():
            train(path, vocabulary, allowed)
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._lock = threading.Lock()  # the tagger keeps the last sentence

    def __call__(self, tokens: Sequence[Token], seen: Sequence[View]) -> list[float]:
        if not tokens:
            return []
        with self._lock:
            self._tagger.set(features(tokens, seen))
            return [1 - self._tagger.marginal("O", n) for n in range(len(tokens))]
