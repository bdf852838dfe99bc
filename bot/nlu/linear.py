"""The linear model: a support vector machine per label and naive Bayes, joined into one matrix."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Collection, Sequence

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

Floats = NDArray[Any]

_SEED = 2026
_BAYES = 0.25
"""Weight of naive Bayes beside the support vector machines: the best of 0, .25, .5, .75 and 1 on the validation messages."""


class LinearModel:
    """Ranks labels for sparse rows.

    Each label has a support vector machine of its own, which learns where the label is present, leading or not. Both kinds
    of model are linear, so their sum, each scaled to the same spread, is one matrix: as fast as one.
    """

    def __init__(self, labels: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.labels = tuple(labels)
        self._weights, self._bias = weights, bias

    @classmethod
    def fit(cls, rows: csr_matrix, labels: Sequence[str], others: Sequence[Collection[str]] | None = None) -> LinearModel:
        """`labels` lead, a row each; `others` are present too."""
        names = np.unique(np.asarray(labels)).tolist()
        present = [{label, *other} for label, other in zip(labels, others or [()] * len(labels), strict=True)]
        weights, bias = fit_machines(rows, MultiLabelBinarizer(classes=names, sparse_output=True).fit_transform(present))
        bayes = _centred(ComplementNB(alpha=0.3).fit(rows, labels).feature_log_prob_.T)
        weights, bias = _centred(weights), _centred(bias[None])[0]
        scale = _spread(rows @ weights + bias)
        joined = weights / scale + _BAYES * bayes / _spread(rows @ bayes)
        halved = joined.astype(np.float16).astype(np.float32)  # as it is stored, so that a loaded model answers the same
        return cls(names, halved, (bias / scale).astype(np.float32))

    def scores(self, rows: csr_matrix) -> Floats:
        """One row of scores a text, a column a label; about 3 where a label is present."""
        scores: Floats = rows @ self._weights + self._bias
        return scores

    def save(self, folder: Path) -> None:
        np.savez(folder / "linear.npz", weights=self._weights.astype(np.float16), bias=self._bias)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            weights, bias = np.ascontiguousarray(arrays["weights"], dtype=np.float32), arrays["bias"]  # else scipy copies all a message
        return cls(json.loads((folder / "labels.json").read_text(encoding="utf-8")), weights, bias)


def fit_machines(rows: csr_matrix, present: Any, **more: Any) -> tuple[Floats, Floats]:
    """Weights and bias of one support vector machine a column of `present`."""
    machine = OneVsRestClassifier(LinearSVC(C=0.4, tol=2e-2, random_state=_SEED, **more), n_jobs=-1)
    ready = rows.astype(np.float64)  # here, once: it sorts the rows in place, which two threads must not do at the same time
    with joblib.parallel_backend("threading"):  # the solver works outside Python's lock
        machine.fit(ready, present)
    weights = np.stack([part.coef_[0] for part in machine.estimators_], axis=1)
    return weights.astype(np.float32), np.array([part.intercept_[0] for part in machine.estimators_], dtype=np.float32)


def softmax(scores: Floats, temperature: float) -> Floats:
    """Shares that add up to 1 a row. The higher the temperature, the more even."""
    exponents = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    shares: Floats = exponents / exponents.sum(axis=1, keepdims=True)
    return shares


def _centred(columns: Floats) -> Floats:
    centred: Floats = columns - columns.mean(axis=1, keepdims=True)
    return centred


def _spread(scores: Floats) -> float:
    return float(scores.std(axis=1).mean())
