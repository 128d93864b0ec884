"""Fits the coefficients of knowledge.coverage on labelled sets, through the production code.

    python tests/benchmarks/fit_coverage.py EVAL_FOLDER

EVAL_FOLDER holds the sets as folders (docs/measurements.md names them). Prints the figures of
five-fold cross-validation, of fitting on one set and scoring the other, and the coefficients of
both together.
"""

import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.services import now
from embeddings import load_embedder
from knowledge.coverage import Signals
from knowledge.evaluation import auroc, evaluate

SETS = ("clapnq_dev", "or_sharc_gaps")
ANSWERED = 0.86  # of the answerable in each set: what the threshold must leave

Rows = npt.NDArray[np.float64]


def main(folder: Path) -> None:
    embedder = load_embedder()
    sets = {name: _signals(evaluate(folder / name, embedder, now).judged) for name in SETS}
    names = [field.name for field in fields(Signals)]
    for name, (rows, labels) in sets.items():
        alone = " ".join(f"{signal} {_auroc(rows[:, at], labels):.3f}" for at, signal in enumerate(names))
        print(f"{name}: {len(labels)} questions; AUROC of each signal: {alone}")
    for name, (rows, labels) in sets.items():
        others = [pair for other, pair in sets.items() if other != name]
        elsewhere = _fit(np.vstack([r for r, _ in others]), np.concatenate([y for _, y in others]))
        print(f"{name}: fitted elsewhere {_auroc(elsewhere.decision_function(rows), labels):.3f}")
    rows = np.vstack([r for r, _ in sets.values()])
    labels = np.concatenate([y for _, y in sets.values()])
    of_set = np.concatenate([[at] * len(y) for at, (_, y) in enumerate(sets.values())])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    held_out = cross_val_predict(_model(), rows, labels, cv=folds, method="predict_proba")[:, 1]
    threshold = min(
        float(np.quantile(held_out[(of_set == at) & (labels == 1)], 1 - ANSWERED)) for at in range(len(sets))
    )
    for at, name in enumerate(sets):
        here, right = held_out[of_set == at], labels[of_set == at] == 1
        print(
            f"{name}: held out {_auroc(here, right):.3f}; from {threshold:.3f} on answered: "
            f"{np.mean(here[right] >= threshold):.3f} of the answerable, "
            f"{np.mean(here[~right] >= threshold):.3f} of the others"
        )
    fitted = _fit(rows, labels)
    weights = ", ".join(f"{name}={weight:.3f}" for name, weight in zip(names, fitted.coef_[0], strict=True))
    print(f"Decision(Signals({weights}), intercept={fitted.intercept_[0]:.3f}, answer_from={threshold:.3f})")


def _signals(judged: list) -> tuple[Rows, Rows]:  # type: ignore[type-arg]
    return (
        np.array([astuple(one.signals) for one in judged]),
        np.array([float(one.question.answerable) for one in judged]),
    )


def _model() -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=5000)


def _fit(rows: Rows, labels: Rows) -> LogisticRegression:
    return _model().fit(rows, labels)


def _auroc(scores: Rows, labels: Rows) -> float:
    right = np.asarray(labels) == 1
    return auroc(list(scores[right]), list(scores[~right])) or 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
