"""The linear model: a support vector machine and naive Bayes in one matrix, with calibrated confidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

Floats = NDArray[Any]

_SEED = 2026
_HELD_OUT = 0.15


class LinearModel:
    """Ranks labels for sparse rows.

    Both models are linear, so their sum, each scaled to the same spread, is one matrix: better than either alone, and as
    fast as one. The scores divided by a temperature give confidences that add up to 1. Scale and temperature come from
    messages held out of a first fit.
    """

    def __init__(self, labels: Sequence[str], weights: Floats, bias: Floats, temperature: float) -> None:
        self.labels = tuple(labels)
        self._weights, self._bias, self._temperature = weights, bias, temperature

    @classmethod
    def fit(cls, rows: csr_matrix, labels: Sequence[str]) -> LinearModel:
        y = np.asarray(labels)
        train, held_out = train_test_split(np.arange(len(y)), test_size=_HELD_OUT, stratify=y, random_state=_SEED)
        svm, bayes = _fit(rows[train], y[train])
        spreads = _spread(rows[held_out] @ svm[0] + svm[1]), _spread(rows[held_out] @ bayes)
        trial = cls(np.unique(y).tolist(), *_joined(svm, bayes, spreads), temperature=1.0)
        temperature = _temperature(trial.scores(rows[held_out]), np.searchsorted(trial.labels, y[held_out]))
        return cls(trial.labels, *_joined(*_fit(rows, y), spreads), temperature)

    def scores(self, rows: csr_matrix) -> Floats:
        """One row of scores a text, a column a label."""
        scores: Floats = rows @ self._weights + self._bias
        return scores

    def confidences(self, rows: csr_matrix, votes: Floats | float = 0.0) -> Floats:
        """Confidences that add up to 1 a text. `votes` are added to the scores."""
        return _softmax((self.scores(rows) + votes) / self._temperature)

    def save(self, folder: Path) -> None:
        np.savez(folder / "linear.npz", weights=self._weights.astype(np.float16), bias=self._bias)
        (folder / "labels.json").write_text(json.dumps({"labels": self.labels, "temperature": self._temperature}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            weights, bias = arrays["weights"].astype(np.float32), arrays["bias"]
        meta = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        return cls(meta["labels"], weights, bias, meta["temperature"])


def _fit(rows: csr_matrix, y: NDArray[Any]) -> tuple[tuple[Floats, Floats], Floats]:
    """Weights and bias of the support vector machine, weights of naive Bayes; a column a label."""
    svm = LinearSVC(C=0.4, tol=1e-2, random_state=_SEED).fit(rows, y)
    bayes = ComplementNB(alpha=0.3).fit(rows, y)
    return (svm.coef_.T, svm.intercept_), bayes.feature_log_prob_.T


def _joined(svm: tuple[Floats, Floats], bayes: Floats, spreads: tuple[float, float]) -> tuple[Floats, Floats]:
    weights = _centred(svm[0]) / spreads[0] + _centred(bayes) / spreads[1]
    halved = weights.astype(np.float16).astype(np.float32)  # as it is stored, so that a loaded model answers the same
    return halved, (_centred(svm[1][None])[0] / spreads[0]).astype(np.float32)


def _centred(columns: Floats) -> Floats:
    centred: Floats = columns - columns.mean(axis=1, keepdims=True)
    return centred


def _spread(scores: Floats) -> float:
    return float(scores.std(axis=1).mean())


def _temperature(scores: Floats, gold: Floats) -> float:
    """The temperature under which the right labels are most likely."""

    def surprise(temperature: float) -> float:
        return float(-np.log(_softmax(scores / temperature)[np.arange(len(gold)), gold] + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(0.05, 5.0), method="bounded").x)


def _softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return shares
