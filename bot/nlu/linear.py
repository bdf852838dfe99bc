"""The linear model: a support vector machine per label and naive Bayes, joined into one matrix."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any, Collection, Mapping, Sequence

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
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
        self._weights, self._bias = np.ascontiguousarray(weights, dtype=np.float16), bias  # half the memory; no answer is another

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
        return cls(names, joined, (bias / scale).astype(np.float32))

    def scores(self, rows: csr_matrix) -> Floats:
        """One row of scores a text, a column a label; about 3 where a label is present."""
        texts = (slice(*ends) for ends in itertools.pairwise(rows.indptr))
        scores = [rows.data[text] @ self._weights[rows.indices[text]].astype(np.float32) for text in texts]
        return np.reshape(scores, (-1, len(self.labels))) + self._bias

    def save(self, folder: Path) -> None:
        np.savez(folder / "linear.npz", weights=self._weights, bias=self._bias)
        (folder / "labels.json").write_text(json.dumps(self.labels), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            return cls(json.loads((folder / "labels.json").read_text(encoding="utf-8")), arrays["weights"], arrays["bias"])


def fit_machines(rows: csr_matrix, present: csr_matrix, **more: Any) -> tuple[Floats, Floats]:
    """Weights and bias of one support vector machine a column of `present`; the same each time."""
    rows = rows.astype(np.float64)  # as the solver wants it: else each machine converts the rows anew
    rows.sum_duplicates()
    targets = (present[:, column].toarray().ravel() for column in range(present.shape[1]))
    # Processes: threads would draw from one random generator of the solver, so in another order each time.
    machines = joblib.Parallel(n_jobs=-1)(joblib.delayed(_machine)(rows, target, more) for target in targets)
    weights, bias = zip(*machines, strict=True)
    return np.stack(weights, axis=1).astype(np.float32), np.array(bias, dtype=np.float32)


def _machine(rows: csr_matrix, target: Floats, more: Mapping[str, Any]) -> tuple[Floats, float]:
    machine = LinearSVC(C=0.4, tol=0.2, random_state=_SEED, **more).fit(rows, target)
    return machine.coef_[0], machine.intercept_[0]


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
