"""A share of the training data is training data: every intent in it, each so manieth message, and what else it holds kept."""

from __future__ import annotations

import collections
from pathlib import Path

import pytest

from benchmarks.nlu.contenders import plain_messages
from benchmarks.nlu.race import NLU, thinned
from bot.nlu.importer import RouteMapImporter
from bot.settings import ROOT

EVERY = 20


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return thinned(tmp_path_factory.mktemp("deel"), EVERY)


def test_each_so_manieth_message(share: Path) -> None:
    all_of_them, some = (collections.Counter(intent for _, intent in plain_messages(nlu)) for nlu in (NLU, share))
    assert some.keys() == all_of_them.keys()
    assert all(all_of_them[intent] // EVERY <= count <= all_of_them[intent] // EVERY + 2 for intent, count in some.items())


def test_our_importer_reads_it_with_the_other_concerns(share: Path) -> None:
    importer = RouteMapImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(share)])
    examples = importer.get_nlu_data().intent_examples
    assert len(examples) == sum(1 for _ in plain_messages(share))
    assert any(example.get("metadata") for example in examples)
