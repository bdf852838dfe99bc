"""What every recogniser is: a presidio EntityRecognizer for Dutch that needs no language model of presidio."""

from __future__ import annotations

import abc
from typing import Any, Iterable, Optional

from presidio_analyzer import EntityRecognizer, RecognizerResult

Span = tuple[int, int]


class Recognizer(EntityRecognizer):
    """Finds one kind of personal data. A subclass names its `soort` and says where it stands with `find`.

    Named and made as presidio makes its predefined ones, so that a registry can load them as its Dutch set.
    """

    soort: str
    score = 0.9

    def __init__(self, supported_language: str = "nl", supported_entity: Optional[str] = None) -> None:
        self._entity = supported_entity or self.soort
        super().__init__(supported_entities=[self._entity], name=type(self).__name__, supported_language=supported_language)

    def load(self) -> None:
        """Nothing to load: what a recogniser needs it reads when it is made."""

    @abc.abstractmethod
    def find(self, text: str) -> Iterable[Span]:
        """Start and end of each piece of personal data, as offsets in code points."""

    def analyze(self, text: str, entities: Optional[list[str]] = None, nlp_artifacts: Any = None) -> list[RecognizerResult]:
        if entities and self._entity not in entities:
            return []
        source = {RecognizerResult.RECOGNIZER_NAME_KEY: type(self).__name__, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id}
        return [RecognizerResult(self._entity, start, end, self.score, recognition_metadata=dict(source)) for start, end in self.find(text)]


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
