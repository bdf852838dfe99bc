"""The text as the classifier reads it: every place by one word, so that it learns sentences and not names."""

from __future__ import annotations

from typing import Any

from bot.nlu.places import PlaceExtractor


class Masks:
    """Replaces the places in a text. The classifier has its own, because Rasa runs no extractor on training data."""

    def __init__(self) -> None:
        self._places = PlaceExtractor()

    def __call__(self, text: str) -> str:
        found: list[dict[str, Any]] = self._places.places(text)
        for place in reversed(found):
            text = text[: place["start"]] + "plaatsnaam" + text[place["end"] :]
        return text
