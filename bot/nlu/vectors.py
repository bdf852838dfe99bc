"""Text to sparse features: words and pairs of words, and pieces of words, each weighted by tf-idf."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Sequence

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

_WORDS: Mapping[str, Any] = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\w+|[!?]{2,}"}
_PIECES: Mapping[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5)}
_KEPT = 20_000
"""The pieces of so many words are kept: some three megabytes."""
_MIN_TEXTS = 2
"""A term that fewer training messages hold is no feature."""


def plain(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe, numbers as one sign: what spelling does not change."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"\d+", "0", re.sub(r"[’‘`´]", "'", text))


class Vectors:
    """Learns its features from texts; `transform` gives one sparse row a text, each half of length 1."""

    def __init__(self) -> None:
        self._kinds = {"words": _WORDS, "pieces": _PIECES}
        self._terms: dict[str, _Terms] = {}

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        learned = joblib.Parallel(n_jobs=-1)(joblib.delayed(_Terms.learn)(settings, texts) for settings in self._kinds.values())
        kinds = zip(self._kinds.items(), learned, strict=True)
        self._terms = {name: _Terms(settings, hashes, idf) for (name, settings), (hashes, idf, _) in kinds}
        return hstack([rows for *_, rows in learned], format="csr", dtype=np.float32)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        found = [terms.weigh(text) for text in texts for terms in self._terms.values()]
        starts = np.cumsum([0, *map(len, self._terms.values())])
        columns = [column + starts[n % len(self._terms)] for n, (column, _) in enumerate(found)]
        ends = np.cumsum([0, *map(len, columns)])[:: len(self._terms)]
        return csr_matrix(
            (_joined([weight for _, weight in found], np.float32), _joined(columns, np.int32), ends), shape=(len(texts), starts[-1])
        )

    def save(self, folder: Path) -> None:
        for name, terms in self._terms.items():
            terms.save(folder / f"{name}.npz")

    @classmethod
    def load(cls, folder: Path) -> Vectors:
        vectors = cls()
        vectors._terms = {name: _Terms.load(settings, folder / f"{name}.npz") for name, settings in vectors._kinds.items()}
        return vectors


class _Terms:
    """The terms of one kind with their weights, found by a hash of 64 bits: a dictionary of them takes ten times the memory."""

    def __init__(self, settings: Mapping[str, Any], hashes: NDArray[np.uint64], idf: NDArray[np.float32]) -> None:
        self._hashes, self._idf = hashes, idf
        self._analyze = _counter(settings).build_analyzer()
        by_word = settings["analyzer"] == "char_wb"
        self._parts: Callable[[str], Sequence[str]] = _words if by_word else _whole
        self._columns = functools.lru_cache(_KEPT)(self._find) if by_word else self._find

    def __len__(self) -> int:
        return len(self._hashes)

    @staticmethod
    def learn(settings: Mapping[str, Any], texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.float32], csr_matrix]:
        """The terms of the texts with their weights, and the row of each text. The columns are in the order of the hashes."""
        counter = _counter(settings)
        counts = _counts_by_word(counter, texts) if counter.analyzer == "char_wb" else counter.fit_transform(texts)
        hashes = _hashes(sorted(counter.vocabulary_))
        order = hashes.argsort()
        order = order[np.bincount(counts.indices, minlength=len(order))[order] >= _MIN_TEXTS]
        weigher = TfidfTransformer(sublinear_tf=True)
        rows: csr_matrix = weigher.fit_transform(counts[:, order])
        return hashes[order], weigher.idf_.astype(np.float32), rows

    def weigh(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns of the terms that are known, and their weights, which together have length 1."""
        found = [self._columns(part) for part in self._parts(text)]
        columns, counts = np.unique(np.concatenate(found) if found else np.empty(0, np.int64), return_counts=True)
        weights = (1 + np.log(counts.astype(np.float32))) * self._idf[columns]
        return columns, weights / max(float(np.linalg.norm(weights)), 1e-9)

    def _find(self, part: str) -> NDArray[np.int64]:
        """The columns of the known terms of a part, one as often as it stands there. Most words come again, so their pieces are kept."""
        hashes = _hashes(self._analyze(part))
        columns = self._hashes.searchsorted(hashes).clip(max=len(self) - 1)
        found: NDArray[np.int64] = columns[self._hashes[columns] == hashes]
        return found

    def save(self, path: Path) -> None:
        np.savez(path, hashes=self._hashes, idf=self._idf)

    @classmethod
    def load(cls, settings: Mapping[str, Any], path: Path) -> _Terms:
        with np.load(path, allow_pickle=False) as arrays:
            return cls(settings, arrays["hashes"], arrays["idf"])


def _counter(settings: Mapping[str, Any]) -> CountVectorizer:
    return CountVectorizer(preprocessor=plain, dtype=np.float32, **settings)


def _words(text: str) -> list[str]:
    return plain(text).split()


def _whole(text: str) -> list[str]:
    return [text]


def _counts_by_word(counter: CountVectorizer, texts: Sequence[str]) -> csr_matrix:
    """The same as `counter.fit_transform(texts)` where no term crosses a space: each word is taken apart once, however often it stands."""
    words = CountVectorizer(analyzer=_words, dtype=np.float32)
    times = words.fit_transform(texts)
    return times @ counter.fit_transform(sorted(words.vocabulary_))


def _hashes(terms: Iterable[str]) -> NDArray[np.uint64]:
    digests = (hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest() for term in terms)
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)
