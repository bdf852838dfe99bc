"""What every recogniser is: a presidio EntityRecognizer for Dutch that needs no language model of presidio."""

from __future__ import annotations

import abc
from typing import Any, Iterable, Iterator, Optional

from presidio_analyzer import EntityRecognizer, RecognizerResult

Span = tuple[int, int]


class Recognizer(EntityRecognizer):
    """Finds one kind of personal data. A subclass names its `soort` and says where it stands with `find`."""

    soort: str
    score = 0.9

    def __init__(self) -> None:
        super().__init__(supported_entities=[self.soort], name=type(self).__name__, supported_language="nl")

    def load(self) -> None:
        """Nothing to load: what a recogniser needs it reads when it is made."""

    @abc.abstractmethod
    def find(self, text: str) -> Iterable[Span]:
        """Start and end of each piece of personal data, as offsets in code points."""

    def analyze(self, text: str, entities: Optional[list[str]] = None, nlp_artifacts: Any = None) -> list[RecognizerResult]:
        if entities and self.soort not in entities:
            return []
        return [RecognizerResult(self.soort, start, end, self.score) for start, end in self.find(text)]


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def matches(pattern: Any, text: str, group: int | str = 0) -> Iterator[tuple[Any, Span]]:
    """Each match with the span of a group, for the matches that have it."""
    for match in pattern.finditer(text):
        if match[group]:
            yield match, match.span(group)
