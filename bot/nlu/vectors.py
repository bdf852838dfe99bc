"""Text to sparse features: words and pairs of words, and pieces of words, each weighted by tf-idf."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

_WORDS: Mapping[str, Any] = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+|[!?]{2,}", "min_df": 1}
_PIECES: Mapping[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}


def plain(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe, numbers as one sign: what spelling does not change."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"\d+", "0", re.sub(r"[’‘`´]", "'", text))


class Vectors:
    """Learns its features from texts; `transform` gives one sparse row a text, each half of length 1."""

    def __init__(self) -> None:
        self._parts = {"words": _vectorizer(_WORDS), "pieces": _vectorizer(_PIECES)}

    @property
    def words(self) -> int:
        """The number of features that are words: they come first."""
        return len(self._parts["words"].vocabulary_)

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        rows = [part.fit_transform(texts) for part in self._parts.values()]
        for part in self._parts.values():
            part.idf_ = part.idf_.astype(np.float32)  # as it is stored, so that a loaded model answers the same
        return hstack(rows, format="csr", dtype=np.float32)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        return hstack([part.transform(texts) for part in self._parts.values()], format="csr", dtype=np.float32)

    def save(self, folder: Path) -> None:
        for name, part in self._parts.items():
            ordered = sorted(part.vocabulary_, key=part.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(ordered, ensure_ascii=False), encoding="utf-8")
            np.save(folder / f"{name}.npy", part.idf_.astype(np.float32))

    @classmethod
    def load(cls, folder: Path) -> Vectors:
        vectors = cls()
        for name, settings in (("words", _WORDS), ("pieces", _PIECES)):
            terms = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            part = _vectorizer(settings, vocabulary={term: n for n, term in enumerate(terms)})
            part.idf_ = np.load(folder / f"{name}.npy", allow_pickle=False).astype(np.float64)
            vectors._parts[name] = part
        return vectors


def _vectorizer(settings: Mapping[str, Any], **more: Any) -> TfidfVectorizer:
    return TfidfVectorizer(preprocessor=plain, sublinear_tf=True, dtype=np.float32, **settings, **more)
