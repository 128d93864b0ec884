"""Whether the case studies answer a question, decided on several signals. Pure.

No single score can tell: a question off the subject still has a nearest passage. Three signals go
into a logistic regression; `tests/benchmarks/fit_coverage.py` makes its coefficients from the
labelled sets through the production code and prints the figures in docs/measurements.md.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from statistics import median

from knowledge.evidence import Question, Sentence
from knowledge.index import CANDIDATES, Hit


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision rests on, each about 0 to 1."""

    evidence: float
    """The weight of the weightiest sentence."""
    lead: float
    """How much nearer the nearest passage is than the candidate in the middle."""
    named: float
    """The share of the question that the best passage names."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The regression and its threshold."""

    weights: Signals
    intercept: float
    answer_from: float
    """The confidence from which a question counts as covered."""

    def confidence(self, signals: Signals) -> float:
        """The estimated probability, 0 to 1, that the case studies answer the question."""
        products = zip(astuple(self.weights), astuple(signals), strict=True)
        return 1 / (1 + math.exp(-self.intercept - sum(weight * signal for weight, signal in products)))


FITTED = Decision(Signals(evidence=5.4, lead=4.6, named=1.5), intercept=-5.5, answer_from=0.3)


def signals(
    question: Question,
    hits: Sequence[Hit],
    sentences: Sequence[Sentence],
    best_passage: str,
    stems: Callable[[str], Sequence[str]],
) -> Signals:
    """The signals of a question; ``hits`` and ``sentences`` come best first."""
    similarities = sorted((hit.similarity for hit in hits), reverse=True)[:CANDIDATES]
    return Signals(
        evidence=sentences[0].weight if sentences else 0.0,
        lead=similarities[0] - median(similarities) if similarities else 0.0,
        named=question.share_named(set(stems(best_passage))),
    )
