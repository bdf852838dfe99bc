"""The training messages: enough of them, no near-copies, no shared frames, nothing close to a message that measures."""

from __future__ import annotations

import collections
import functools
import json
import re
from pathlib import Path
from typing import Iterator

import numpy as np
import pytest
import yaml
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from benchmarks.nlu.validation import FIRST, SECOND, messages
from bot.nlu.vectors import plain
from bot.settings import ROOT

Row = tuple[str, str, tuple[str, ...]]

_LONG = 6
"""Only messages of this many words are compared: short ones are alike by nature."""
_RARE, _SOME = 200, 3
"""A piece in so few messages is rare; a pair that shares fewer rare pieces than this is not compared."""


def _rows() -> Iterator[Row]:
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            if isinstance(block["examples"], str):
                yield from ((line.removeprefix("- "), block["intent"], ()) for line in block["examples"].strip().splitlines())
            else:
                yield from ((e["text"], block["intent"], tuple(e["metadata"]["ook"])) for e in block["examples"])


ROWS = list(_rows())
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
CONCERNS = {z["id"] for z in yaml.safe_load((ROOT / "data/routekaart/zorgvragen.yml").read_text(encoding="utf-8"))}
WITHOUT_MESSAGES = {"mogelijk_gevaar", "briefje_maken", "lijn_kiezen", "oordeel_geven", "pleger_noemen"}
"""The decision gives the first; buttons give the others."""
CRITICAL = {z["id"] for z in yaml.safe_load((ROOT / "data/routekaart/zorgvragen.yml").read_text(encoding="utf-8")) if z["veiligheid"]}


def test_every_intent_has_enough_messages() -> None:
    counts = collections.Counter(intent for _, intent, _ in ROWS)
    assert set(counts) == set(DOMAIN["intents"]) - WITHOUT_MESSAGES
    few = {intent: n for intent, n in counts.items() if n < (300 if intent in CONCERNS else 80)}
    assert few == {}


def test_no_message_stands_twice() -> None:
    counts = collections.Counter(plain(text) for text, _, _ in ROWS)
    assert [text for text, n in counts.items() if n > 1] == []


def test_other_concerns_are_concerns_and_danger_leads() -> None:
    assert [row for row in ROWS if not set(row[2]) <= CONCERNS or row[1] in row[2]] == []
    hidden = [row for row in ROWS if row[1] in CONCERNS - CRITICAL and CRITICAL & set(row[2])]
    assert hidden == []


def test_no_frame_is_shared() -> None:
    """At most a handful of messages of one intent begin with the same five words."""
    openings = collections.Counter(
        (intent, " ".join(words[:5])) for text, intent, _ in ROWS if len(words := re.findall(r"\w+", text.lower())) > 8
    )
    assert [(opening, n) for opening, n in openings.items() if n > 5] == []


def _pieces(texts: list[str]) -> csr_matrix:
    """Which pieces of five letters each text holds."""
    vectorizer = HashingVectorizer(
        analyzer="char", ngram_range=(5, 5), binary=True, preprocessor=plain, norm=None, alternate_sign=False, n_features=2**21
    )
    return vectorizer.transform(texts).astype(np.float32)


@functools.cache
def _trained() -> tuple[list[str], csr_matrix]:
    texts = _long([text for text, _, _ in ROWS])
    return texts, _pieces(texts)


def _alike(left: csr_matrix, right: csr_matrix) -> Iterator[tuple[float, int, int]]:
    """Pairs that share more than 60 % of their pieces. Only pairs that share some rare pieces are compared: all others differ."""
    rare = np.flatnonzero(np.asarray(left.sum(0) + right.sum(0)).ravel() <= _RARE)
    sizes = [np.asarray(pieces.sum(1)).ravel() for pieces in (left, right)]
    others = right[:, rare].T.tocsr()
    for start in range(0, left.shape[0], 2000):
        candidates = (left[start : start + 2000, rare] @ others).tocoo()
        likely = candidates.data >= _SOME
        a, b = candidates.row[likely] + start, candidates.col[likely]
        shared = np.asarray(left[a].multiply(right[b]).sum(1)).ravel()
        likeness = shared / (sizes[0][a] + sizes[1][b] - shared)
        yield from ((float(likeness[n]), int(a[n]), int(b[n])) for n in np.flatnonzero(likeness > 0.6))


def _close_to(texts: list[str]) -> list[tuple[str, str]]:
    """Training messages that are nearly one of these texts, with that text."""
    trained, pieces = _trained()
    return [(trained[a], texts[b]) for _, a, b in _alike(pieces, _pieces(texts))]


def _long(texts: list[str]) -> list[str]:
    return [text for text in texts if len(text.split()) >= _LONG]


def test_no_two_messages_are_nearly_the_same() -> None:
    texts, pieces = _trained()
    assert sorted((likeness, texts[a], texts[b]) for likeness, a, b in _alike(pieces, pieces) if a < b)[:20] == []


def test_a_near_copy_is_found() -> None:
    texts, _ = _trained()
    words = next(text for text in texts if len(text.split()) > 20).split()
    assert _close_to([" ".join(words[:-1])]) and not _close_to([" ".join(words[::-1])])


@pytest.mark.parametrize("file", [FIRST, SECOND], ids=lambda file: file.stem)
def test_no_message_is_close_to_a_validation_message(file: Path) -> None:
    assert _close_to(_long([row["text"] for row in messages(file)])) == []


@pytest.mark.parametrize("name", ["po", "vo", "spoed", "gesprek", "persoonsgegevens"])
def test_no_message_is_close_to_an_evaluation_message(shared: Path, name: str) -> None:
    lines = (shared / "eval" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert _close_to(_long([json.loads(line)["text"] for line in lines])) == []
