"""Figures of answers, and how far they could be chance. Pure.

Every figure is a mean over questions or made of pairs of them, so a bootstrap over questions gives
its interval: the questions are drawn again with replacement, and the middle 95 % of what they give
is reported.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Interval = tuple[float, float]

_DRAWS = 2000
_SEED = 20261126


def mean(values: Numbers) -> float:
    return float(values.mean())


def auroc(confidence: Numbers, answerable: Numbers) -> float:
    """How often an answerable question is given more confidence than another; NaN without both kinds."""
    right, wrong = confidence[answerable == 1], np.sort(confidence[answerable == 0])
    below = np.searchsorted(wrong, right, side="left")
    level = np.searchsorted(wrong, right, side="right") - below
    pairs = len(right) * len(wrong)
    return float((below + level / 2).sum() / pairs) if pairs else math.nan


def coverage_at_risk(confidence: Numbers, right: Numbers, risk: float = 0.2) -> float:
    """The largest share of the questions that can be answered, surest first, with ``risk`` of them wrong."""
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    wrong = np.cumsum(1 - right[order]) / answered
    last_of_level = np.append(np.diff(confidence[order]) != 0, True)  # no threshold parts equals
    allowed = answered[(wrong <= risk) & last_of_level]
    return float(allowed.max() / len(order)) if len(allowed) else 0.0


def interval(figure: Callable[..., float], *columns: Sequence[float]) -> Interval:
    """The middle 95 % of what the figure is when the questions are drawn again."""
    rows = [np.asarray(column, dtype=np.float64) for column in columns]
    random = np.random.default_rng(_SEED)
    drawn = (random.integers(0, len(rows[0]), len(rows[0])) for _ in range(_DRAWS))
    figures = [figure(*(row[places] for row in rows)) for places in drawn]
    low, high = np.nanquantile(figures, (0.025, 0.975))
    return float(low), float(high)
