"""Fits the coefficients of knowledge.coverage on labelled sets, through the production code.

    python -m tests.benchmarks.fit_coverage EVAL_FOLDER [DIAGRAM.svg]

EVAL_FOLDER holds the sets as folders (docs/measurements.md names them); the sample library's questions
of the split "tune" are the third set, each counted twice, and those of "check" are never fitted on.
Prints the figures of five-fold cross-validation, of fitting on one set and scoring the other, and the
coefficients of all together; draws the reliability of what was held out.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.services import now
from embeddings import load_embedder
from knowledge.coverage import FITTED, Signals
from knowledge.evaluation import auroc, evaluate
from tests.benchmarks import sample_library
from tests.benchmarks.calibration import Confidences, draw

SETS = ("clapnq_dev", "or_sharc_gaps")
TWICE = 2.0  # what a question of the sample library counts
LEAST = 0.85  # of the answerable that are answered, where near misses are compared
_NAMES = [field.name for field in fields(Signals)]

Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Signals and labels of questions, and what each of them counts."""

    rows: Rows
    labels: Rows
    weights: Rows

    def part(self, places: npt.NDArray[np.int64]) -> "Labelled":
        return Labelled(self.rows[places], self.labels[places], self.weights[places])


def labelled(pairs: Iterable[tuple[Signals, bool]], weight: float = 1.0) -> Labelled:
    rows, labels = zip(*pairs, strict=True)
    return Labelled(
        np.array([astuple(row) for row in rows]),
        np.array(labels, dtype=np.float64),
        np.full(len(labels), weight),
    )


def main(folder: Path, diagram: Path | None) -> None:
    embedder = load_embedder()
    library = sample_library.seen(embedder)
    tune = labelled(((one.signals, one.answerable) for one in library if one.tune), TWICE)
    check = labelled((one.signals, one.answerable) for one in library if not one.tune)
    sets = {
        name: labelled(
            (one.signals, one.question.answerable) for one in evaluate(folder / name, embedder, now).judged
        )
        for name in SETS
    }
    for name, one in sets.items():
        alone = (f"{signal} {_auroc(one.rows[:, at], one.labels):.3f}" for at, signal in enumerate(_NAMES))
        elsewhere = [other for other in sets.values() if other is not one]
        print(f"{name}: {len(one.labels)} questions; AUROC of each signal: {' '.join(alone)}")
        for said, given in (("the other set", elsewhere), ("that and the library", [*elsewhere, tune])):
            print(f"  fitted on {said}: {_auroc(_fit(given).decision_function(one.rows), one.labels):.3f}")
    model = _fit([*sets.values(), tune])
    held_out = _held_out(sets, tune)
    for name, seen in held_out.items():
        print(f"{name}, held out: {_figures(seen)}")
    for name, one in (("tuned on", tune), ("checked", check)):
        print(f"sample library, {name}: {_figures(_promised(model, one))}")
    weights = ", ".join(f"{name}={weight:.2f}" for name, weight in zip(_NAMES, model.coef_[0], strict=True))
    print(f"Signals({weights}), intercept={model.intercept_[0]:.2f}")
    if diagram:
        draw(held_out, FITTED.answer_from, diagram)


def _held_out(sets: Mapping[str, Labelled], tune: Labelled) -> dict[str, Confidences]:
    """Confidences of five folds of each set, from models that did not see the fold."""
    folds = {
        name: list(StratifiedKFold(5, shuffle=True, random_state=0).split(one.rows, one.labels))
        for name, one in sets.items()
    }
    found = {name: np.zeros(len(one.labels)) for name, one in sets.items()}
    for number in range(5):
        model = _fit([*(one.part(folds[name][number][0]) for name, one in sets.items()), tune])
        for name, one in sets.items():
            rest = folds[name][number][1]
            found[name][rest] = _promised(model, one.part(rest)).promised
    return {name: Confidences(found[name], one.labels) for name, one in sets.items()}


def _promised(model: LogisticRegression, one: Labelled) -> Confidences:
    return Confidences(model.predict_proba(one.rows)[:, 1], one.labels)


def _figures(seen: Confidences) -> str:
    right = seen.answerable == 1
    least = np.sort(seen.promised[right])[int((1 - LEAST) * right.sum())]
    answered = seen.promised >= FITTED.answer_from
    shares = [
        f"{answered[these].mean():.3f} ({answered[these].sum()} of {these.sum()})"
        for these in (right, ~right)
    ]
    return (
        f"AUROC {_auroc(seen.promised, seen.answerable):.3f}, Brier {seen.brier:.3f}, "
        f"calibration error {seen.calibration_error:.3f}; "
        f"from {FITTED.answer_from:.3f}: {shares[0]} of the answerable, {shares[1]} of the others; "
        f"where {LEAST} are, from {least:.3f}: {(seen.promised[~right] >= least).mean():.3f}"
    )


def _fit(sets: Sequence[Labelled]) -> LogisticRegression:
    rows, labels, weights = (
        np.concatenate([getattr(one, name) for one in sets]) for name in ("rows", "labels", "weights")
    )
    return LogisticRegression(C=30.0, max_iter=5000).fit(rows, labels, sample_weight=weights)


def _auroc(scores: Rows, labels: Rows) -> float:
    return auroc(list(scores[labels == 1]), list(scores[labels == 0])) or 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
