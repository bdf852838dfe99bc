"""The linear model: a support vector machine and naive Bayes side by side, with calibrated confidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

Floats = NDArray[Any]

_SEED = 2026


class LinearModel:
    """Ranks labels for sparse rows.

    Both models are linear, so each is one matrix; their scores, standardised per row, are summed. The sum divided by a
    temperature, which makes held-out messages most likely, gives confidences that add up to 1.
    """

    def __init__(self, labels: Sequence[str], svm: Floats, bias: Floats, bayes: Floats, temperature: float) -> None:
        self.labels = tuple(labels)
        self._svm, self._bias, self._bayes = svm, bias, bayes
        self._temperature = temperature

    @classmethod
    def fit(cls, rows: csr_matrix, labels: Sequence[str]) -> LinearModel:
        y = np.asarray(labels)
        scores = np.zeros((len(y), len(set(labels))), dtype=np.float32)
        for train, held_out in StratifiedKFold(3, shuffle=True, random_state=_SEED).split(rows, y):
            scores[held_out] = cls._fit(rows[train], y[train]).scores(rows[held_out])
        model = cls._fit(rows, y)
        gold = np.searchsorted(model.labels, y)
        loss = lambda temperature: -np.mean(np.log(_softmax(scores / temperature)[np.arange(len(y)), gold] + 1e-12))  # noqa: E731
        model._temperature = float(minimize_scalar(loss, bounds=(0.05, 5.0), method="bounded").x)
        return model

    @classmethod
    def _fit(cls, rows: csr_matrix, y: NDArray[np.str_]) -> LinearModel:
        svm = LinearSVC(C=0.4, random_state=_SEED).fit(rows, y)
        bayes = ComplementNB(alpha=0.3).fit(rows, y)
        weights = svm.coef_.T.astype(np.float32), svm.intercept_.astype(np.float32), bayes.feature_log_prob_.T.astype(np.float32)
        return cls(svm.classes_.tolist(), *weights, temperature=1.0)

    def scores(self, rows: csr_matrix) -> Floats:
        """One row of scores a text, a column a label."""
        return _standard(rows @ self._svm + self._bias) + _standard(rows @ self._bayes)

    def confidences(self, rows: csr_matrix) -> Floats:
        return _softmax(self.scores(rows) / self._temperature)

    def save(self, folder: Path) -> None:
        np.savez(folder / "linear.npz", svm=self._svm, bias=self._bias, bayes=self._bayes)
        (folder / "labels.json").write_text(json.dumps({"labels": self.labels, "temperature": self._temperature}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            svm, bias, bayes = arrays["svm"], arrays["bias"], arrays["bayes"]
        meta = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        return cls(meta["labels"], svm, bias, bayes, meta["temperature"])


def _standard(scores: Floats) -> Floats:
    standard: Floats = (scores - scores.mean(axis=1, keepdims=True)) / (scores.std(axis=1, keepdims=True) + 1e-9)
    return standard


def _softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return shares
