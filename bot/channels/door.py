"""What happens to every typed text before anything else sees it."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Typed text as Rasa may read it: no control characters, no leading slash (that would be a command to Rasa)."""
    visible = "".join(letter if not unicodedata.category(letter).startswith("C") else " " for letter in text)
    return " ".join(visible.split()).lstrip("/ ")
