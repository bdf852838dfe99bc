"""What holds for every text, and that the recognisers work inside presidio."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from benchmarks.privacy.score import messages, score
from bot.privacy.bsn import NlBsnRecognizer
from bot.privacy.data import places, route_map_text
from bot.privacy.phone import _NUMBER
from bot.privacy.redactor import PLACEHOLDER, WORDS, default_recognizers, default_redactor

PIECES = [
    "Sanne",
    "sanne",
    " ",
    "\n",
    "'s",
    "0612345678",
    "bsn",
    "999990019",
    "[naam 1]",
    "[naam",
    "jan@x.nl",
    "7741 AB",
    "Dorpsstraat 3",
    "van",
    "der",
    ".",
    ",",
    "é",
    "e\u0301",
    "😀",
    "\u200b",
]
TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(TEXT)
@example("van der")
@example("[naam 1] en Sanne")
def test_the_spans_describe_the_original_and_the_rest_stays(text: str) -> None:
    redacted = default_redactor()(text)
    place, rest = 0, redacted.text
    for found in redacted.found:
        assert place <= found.start < found.end <= len(text)
        assert found.soort in WORDS
        before = text[place : found.start]
        assert rest.startswith(before)
        rest = rest[len(before) :]
        placeholder = PLACEHOLDER.match(rest)
        assert placeholder
        rest, place = rest[placeholder.end() :], found.end
    assert rest == text[place:]


def test_redacting_a_redacted_message_changes_nothing() -> None:
    for row in messages("ontwikkeling"):
        once = default_redactor()(row["text"]).text
        assert all(found.soort == "NAAM" for found in default_redactor().find(once)) and PLACEHOLDER.sub("", once) == PLACEHOLDER.sub(
            "", once
        )


def test_every_number_and_every_place_of_the_route_map_stays() -> None:
    redact = default_redactor()
    numbers = {match[0] for match in _NUMBER.finditer(route_map_text())}
    assert len(numbers) > 5
    assert [number for number in numbers if redact(f"bel {number}").found] == []
    assert [place for place in sorted(set(places())) if redact(f"wij wonen in {place}").found] == []


def test_the_figures_on_the_messages_of_development() -> None:
    """Not below what was reached; `python -m benchmarks.privacy` has the rest."""
    redact = default_redactor()
    figures, mistakes = score(messages("ontwikkeling"), lambda text: [(found.start, found.end) for found in redact.find(text)])
    for soort in ("BSN", "TELEFOON", "EMAIL", "POSTCODE", "IBAN", "URL", "ADRES", "GEBOORTEDATUM", "LEERLINGNUMMER"):
        assert figures[f"recall_{soort}"] == 1, mistakes
    assert figures["recall_NAAM"] >= 0.96, mistakes
    assert figures["precision"] >= 0.95, mistakes
    assert figures["text_wrongly_hidden"] <= 0.004, mistakes


def test_presidio_runs_the_recognisers() -> None:
    engine = SpacyNlpEngine(models=[{"lang_code": "nl", "model_name": "nl"}])
    engine.nlp = {"nl": spacy.blank("nl")}
    registry = RecognizerRegistry(supported_languages=["nl"])
    for recognizer in default_recognizers():
        registry.add_recognizer(recognizer)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["nl"])
    hits = analyzer.analyze("Sanne Bakker, tel 06-11112222, bsn 999990019", language="nl")
    assert {"NAAM", "TELEFOON", "BSN"} <= {hit.entity_type for hit in hits}


def test_presidio_loads_the_recognisers_by_name() -> None:
    """As its predefined ones, with another language code and entity; and its own set still loads beside them."""
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    own = {type(recognizer).__name__ for recognizer in default_recognizers()}
    assert own.isdisjoint(type(recognizer).__name__ for recognizer in registry.recognizers)
    bsn = NlBsnRecognizer(supported_language="en", supported_entity="NL_BSN")
    assert [hit.entity_type for hit in bsn.analyze("999990019", ["NL_BSN"])] == ["NL_BSN"]
    assert bsn.analyze("999990019", ["NAAM"]) == []


@pytest.mark.parametrize("piece", ["a", "ab", "de", "kind", "schoolkind", "ing", "0", "é", "1 ", "a@", "a."])
def test_a_long_row_of_letters_does_not_hold_the_bot_up(piece: str) -> None:
    """Once, 50 times the same letter took longer than anybody waits: this test then does not end."""
    text = (piece * 1000)[:1000]
    assert default_redactor()(text).text
