"""A share of the training data is training data: every intent in it, each so manieth message, and what else it holds kept."""

from __future__ import annotations

import collections
from pathlib import Path

from benchmarks.nlu.contenders import plain_messages
from benchmarks.nlu.race import NLU, thinned
from bot.nlu.importer import RouteMapImporter
from bot.settings import ROOT


def test_each_so_manieth_message(tmp_path: Path) -> None:
    every, all_of_them = 20, collections.Counter(intent for _, intent in plain_messages(NLU))
    share = collections.Counter(intent for _, intent in plain_messages(thinned(tmp_path, every)))
    assert share.keys() == all_of_them.keys()
    assert all(all_of_them[intent] // every <= count <= all_of_them[intent] // every + 2 for intent, count in share.items())


def test_our_importer_reads_it_with_the_other_concerns(tmp_path: Path) -> None:
    importer = RouteMapImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(thinned(tmp_path, 50))])
    examples = importer.get_nlu_data().intent_examples
    assert len(examples) == sum(1 for _ in plain_messages(tmp_path / "nlu"))
    assert any(example.get("metadata") for example in examples)
