"""Both branches of the Dutch loader: the project's own pipeline, and nl_core_news_sm where it is installed."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from pathlib import Path
from typing import Iterator

import pytest
import spacy

from bot.nlu.dutch import LEMMAS, MODEL, Dutch, lemma, load_dutch

SENTENCES = [
    "De leerling komt al weken niet, wat nu?",
    "IB'er van 's-Heerenbroek: bel 0800-2000 a.u.b.!",
    "zijn ouders zijn gescheiden...hij slaapt slecht",
    "ik mail naar zorg@school.nl (groep 7/8)",
    "",
]
INSTALLED = spacy.util.is_package(MODEL)


def words(dutch: Dutch) -> list[list[str]]:
    return [[token.text for token in dutch.nlp.make_doc(sentence)] for sentence in SENTENCES]


def blank() -> list[list[str]]:
    """The words of spaCy's bare Dutch rules: what every pipeline must agree with."""
    nlp = spacy.blank("nl")
    return [[token.text for token in nlp.make_doc(sentence)] for sentence in SENTENCES]


@pytest.fixture
def own() -> Dutch:
    if INSTALLED:
        pytest.skip(f"{MODEL} is installed here, so the own pipeline is not reached")
    return load_dutch()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package with the model's name that holds a saved blank pipeline, first on the path."""
    version = "3.4.0"
    package, info = tmp_path / MODEL, tmp_path / f"{MODEL}-{version}.dist-info"
    nlp = spacy.blank("nl")
    nlp.meta.update(name="core_news_sm", version=version)
    package.mkdir()
    nlp.to_disk(package / f"{MODEL}-{version}")
    (package / "meta.json").write_text((package / f"{MODEL}-{version}" / "meta.json").read_text(encoding="utf-8"), encoding="utf-8")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_init_py\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
        encoding="utf-8",
    )
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODEL}\nVersion: {version}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, MODEL, raising=False)
    importlib.invalidate_caches()
    yield
    sys.modules.pop(MODEL, None)


def test_the_own_pipeline_where_no_model_is_installed(own: Dutch) -> None:
    assert own.naam.startswith("own pipeline")
    assert own.nlp.pipe_names == [LEMMAS]
    assert words(own) == blank()


def test_the_own_pipeline_gives_lemmas(own: Dutch) -> None:
    assert [token.lemma_ for token in own.nlp("Leerlingen liepen")] == ["leerling", "lopen"]


def test_an_installed_model_is_taken(stand_in: None) -> None:
    dutch = load_dutch()
    assert dutch.naam == f"{MODEL} {importlib.metadata.version(MODEL)}"
    assert LEMMAS not in dutch.nlp.pipe_names
    assert words(dutch) == blank()


@pytest.mark.skipif(not INSTALLED, reason=f"{MODEL} is not installed: `make setup` gets it where the network allows")
def test_the_real_model() -> None:
    dutch = load_dutch()
    assert dutch.naam.startswith(f"{MODEL} 3.4")
    assert words(dutch) == blank()


LEMMAS_OF = [("Leerlingen", "leerling", "a plural with a capital"), ("liep", "lopen", "a past tense"), ("xqzv", "xqzv", "no word at all")]


@pytest.mark.parametrize(("word", "expected", "reason"), LEMMAS_OF, ids=[row[2] for row in LEMMAS_OF])
def test_lemma(word: str, expected: str, reason: str) -> None:
    assert lemma(word) == expected
