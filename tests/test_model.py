"""The fingerprint of a model: changes with what the model learns from, not with the facts of the route map."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import model
from bot.settings import ROOT


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of everything that the fingerprint reads, in the project's place."""
    for name in ("config.yml", "domain.yml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("data", "bot/nlu"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setattr(model, "ROOT", tmp_path)
    monkeypatch.setattr(model, "MODELS", tmp_path / "models")
    monkeypatch.setattr(model, "folder", lambda name: tmp_path / "data" / name)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_data_give_the_same_fingerprint(tree: Path) -> None:
    before = model.fingerprint()
    shutil.copytree(tree, tree / "elsewhere", ignore=shutil.ignore_patterns("elsewhere"))
    assert model.fingerprint() == before
    assert model.model_path() == tree / "models" / f"wegwijzer-{before}.tar.gz"


def test_the_fingerprint_does_not_depend_on_where_the_project_stands(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = model.fingerprint()
    moved = tree / "moved"
    shutil.copytree(tree, moved, ignore=shutil.ignore_patterns("moved"))
    monkeypatch.setattr(model, "ROOT", moved)
    assert model.fingerprint() == before


CHANGES = [
    # file, old, new, reason
    ("data/nlu/gesprek.yml", "wifi ligt plat", "wifi is weg", "a training message"),
    ("data/rules/gesprek.yml", "rule: groet", "rule: begroeting", "a rule"),
    ("data/lexicon/school.yml", "basis(school|onderwijs)", "basis(school)", "a word list"),
    ("domain.yml", "Graag gedaan.", "Geen dank.", "a response"),
    ("config.yml", "language: nl", "language: nl ", "the pipeline"),
    ("requirements.lock", "rasa", "rasa ", "a dependency"),
    ("bot/nlu/linear.py", "2026", "2027", "the code of a component"),
    (
        "data/routekaart/routes/acuut_gevaar.yml",
        'eerste_regel: {tekst: "Bel nu',
        'eerste_regel: {tekst: "Bel direct',
        "a first line, which is a response of the model",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), CHANGES, ids=[row[3] for row in CHANGES])
def test_what_the_model_depends_on_changes_it(tree: Path, name: str, old: str, new: str, reason: str) -> None:
    before = model.fingerprint()
    replace(tree / name, old, new)
    assert model.fingerprint() != before


def test_a_new_and_a_removed_training_file_change_it(tree: Path) -> None:
    before = model.fingerprint()
    extra = tree / "data/nlu/extra.yml"
    extra.write_text('version: "3.1"\n', encoding="utf-8")
    assert model.fingerprint() != before
    extra.unlink()
    assert model.fingerprint() == before
    (tree / "data/nlu/omgang.yml").unlink()
    assert model.fingerprint() != before


FACTS = [
    ("data/routekaart/regio/kampen.yml", "038-337 00 30", "038-000 00 00", "a phone number"),
    ("data/routekaart/routes/pesten.yml", "zorgvraag: pesten", "# a comment\nzorgvraag: pesten", "a comment in a route"),
    ("data/teksten/kaart.yml", "Wat je doet", "Dit doe je", "a heading of the card"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), FACTS, ids=[row[3] for row in FACTS])
def test_what_is_looked_up_at_run_time_does_not(tree: Path, name: str, old: str, new: str, reason: str) -> None:
    before = model.fingerprint()
    replace(tree / name, old, new)
    assert model.fingerprint() == before


def test_a_compiled_file_does_not(tree: Path) -> None:
    before = model.fingerprint()
    (tree / "bot/nlu/extra.pyc").write_bytes(b"\x00")
    assert model.fingerprint() == before


def test_a_model_that_fits_is_not_trained_again(tree: Path) -> None:
    path = model.model_path()
    path.parent.mkdir()
    path.write_bytes(b"a model")
    assert model.train() == path
    assert path.read_bytes() == b"a model"
