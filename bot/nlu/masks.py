"""The text as the classifier reads it: without places and placeholders, so that it learns sentences and not names."""

from __future__ import annotations

import re

from bot.nlu.places import PlaceExtractor

_ONLY_A_PLACE = "plaatsnaam"
_PLACEHOLDER = re.compile(r" ?\[[a-z-]{3,15}(?: \d+)?\]")
"""A name goes without a word in its place: "leerling" for it made the model see harm to a pupil where there was none."""


class Masks:
    """Takes the places out of a text; what is nothing but a place becomes one word.

    The classifier has its own, because Rasa runs no extractor on training data.
    """

    def __init__(self) -> None:
        self._places = PlaceExtractor()

    def __call__(self, text: str) -> str:
        text = _PLACEHOLDER.sub("", text)
        found = self._places.places(text)
        for place in reversed(found):
            text = text[: place["start"]] + text[place["end"] :]
        return f"{text} {_ONLY_A_PLACE}" if found and len(re.findall(r"\w+", text)) <= 1 else text
