"""Mends words with a typing error, for the features: one wrong letter takes a word and most of its pieces away."""

from __future__ import annotations

import collections
import json
import re
from pathlib import Path
from typing import Iterable, Optional, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.vectors import plain

_SHORTEST = 4
"""Shorter words are not mended: too many others are one letter away."""
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
_LETTERS = re.compile(r"[a-z]+")
_OFTEN = 3
"""A word that fewer training messages hold is no mend: it may be a typing error itself."""

_MOST = 20
"""So many words of a message are mended: each takes more than a millisecond."""


class Spelling:
    """Puts the commonest word that is one error away in the place of a word that no training message holds."""

    def __init__(self, words: Sequence[str] = (), often: int = 0) -> None:
        """`words` from common to rare; the first `often` of them serve as mends."""
        self._words, self._often = words, often
        self._known = {word: place for place, word in enumerate(words)}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Spelling:
        counts = collections.Counter(word for text in texts for word in set(_LETTERS.findall(plain(text))))
        words = sorted(counts, key=lambda word: (-counts[word], word))
        return cls(words, sum(count >= _OFTEN for count in counts.values()))

    def knows(self, text: str) -> bool:
        """Whether a word of the text stands in the messages, a short one in several; else it is sounds, or another language."""
        words = ((word, self._known.get(word)) for word in _LETTERS.findall(plain(text)))
        return any(place is not None and (len(word) >= _SHORTEST or place < self._often) for word, place in words)

    def __call__(self, text: str) -> str:
        """The text with mended words. One with many unknown words is nonsense or another language, and stays as it is."""
        unknown = {word for word in _WORD.findall(text) if (letters := plain(word)).isascii() and letters not in self._known}
        mends = {word: self._mend(plain(word)) for word in unknown} if len(unknown) <= _MOST else {}
        return _WORD.sub(lambda match: mends.get(match.group()) or match.group(), text)

    def _mend(self, letters: str) -> Optional[str]:
        found = process.extractOne(letters, self._words[: self._often], scorer=OSA.distance, score_cutoff=1)
        return found[0] if found else None

    def save(self, path: Path) -> None:
        path.write_text(json.dumps({"words": self._words, "often": self._often}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Spelling:
        return cls(**json.loads(path.read_text(encoding="utf-8")))
