"""`python -m benchmarks.privacy`: this redactor beside presidio's default and spaCy's names; what redaction does to the concern."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from benchmarks.nlu.validation import measure
from benchmarks.privacy.score import Figures, Find, Span, messages, score
from bot.channels.door import clean
from bot.model import train
from bot.nlu.dutch import MODEL
from bot.privacy.redactor import default_redactor
from bot.settings import Settings

_ENGLISH = "en_core_web_lg"


def main() -> None:
    rows = {deel: messages(deel) for deel in ("ontwikkeling", "proef")}
    table: dict[str, Figures] = {}
    for deel, some in rows.items():
        table[f"wegwijzer, {deel}"], mistakes = score(some, _own)
        if deel == "ontwikkeling" or "--fouten" in sys.argv:
            print("\n".join(mistakes), file=sys.stderr)
    for name, find in _others().items():
        table[name] = score(rows["ontwikkeling"] + rows["proef"], find)[0]
    _show(table)
    _harm()


def _own(text: str) -> list[Span]:
    return [(found.start, found.end) for found in default_redactor().find(text)]


def _others() -> dict[str, Find]:
    """What can be compared here; the rest is said to be missing."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())  # no network
    others: dict[str, Find] = {}
    if spacy.util.is_package(_ENGLISH):
        others["presidio, default"] = _presidio(_ENGLISH, spacy.load(_ENGLISH))
    else:
        print(f"NOT MEASURED: presidio's default with names, {_ENGLISH} is not installed. Its patterns alone are.", file=sys.stderr)
        others["presidio, patterns only"] = _presidio("en", spacy.blank("en"))
    if spacy.util.is_package(MODEL):
        dutch = spacy.load(MODEL)
        others["spaCy, names only"] = lambda text: [(e.start_char, e.end_char) for e in dutch(text).ents if e.label_ in ("PERSON", "PER")]
    else:
        print(f"NOT MEASURED: spaCy's names, {MODEL} is not installed.", file=sys.stderr)
    return others


def _presidio(name: str, nlp: Any) -> Find:
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": name}])
    engine.nlp = {"en": nlp}
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
    return lambda text: [(hit.start, hit.end) for hit in analyzer.analyze(text, language="en")]


def _harm() -> None:
    """Accuracy on raw text and on text that came through the door."""
    model = train()
    raw, redacted = asyncio.run(measure(model, clean)), asyncio.run(measure(model))
    print(f"\n{'the language model':36} {'raw':>7} {'redacted':>9}")
    for name, (value, _) in raw.items():
        print(f"{name:36} {value:7.3f} {redacted[name][0]:9.3f}")


def _show(table: dict[str, Figures]) -> None:
    names = sorted({figure for figures in table.values() for figure in figures})
    print(f"{'':24}" + "".join(f"{name:>26}" for name in table))
    for figure in names:
        print(f"{figure:24}" + "".join(f"{figures.get(figure, float('nan')):26.4f}" for figures in table.values()))


if __name__ == "__main__":
    for key, value in Settings.from_env().for_children().items():
        os.environ.setdefault(key, value)
    main()
