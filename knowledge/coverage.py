"""Whether the case studies answer a question, decided on several signals. Pure.

No single score can tell: a question off the subject still has a nearest passage. Five signals go
into a logistic regression; `tests/benchmarks/fit_coverage.py` makes its coefficients from the
labelled sets through the production code and prints the figures in docs/measurements.md. What is
made of the probability follows from what two mistakes cost: see ``threshold``.

Of a question that is not covered the nearest passages are shown, those that are near at all: see
``related_from``.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from heapq import nlargest
from statistics import fmean, median

from knowledge.evidence import Question, Sentence
from knowledge.index import CANDIDATES, Hit

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision rests on, each about 0 to 1."""

    ahead: float
    """How much weightier the weightiest sentence is than all that were read, on the mean."""
    near: float
    """The similarity of the three nearest sentences, on the mean."""
    beyond: float
    """How much nearer those are than the three nearest passages."""
    lead: float
    """How much nearer the nearest passage is than the candidate in the middle."""
    named: float
    """The share of the question that the best passage names."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The regression and its threshold, and what is worth showing below it."""

    weights: Signals
    intercept: float
    answer_from: float
    """The confidence from which a question counts as covered."""
    related_from: float
    """The weight of a sentence from which it is shown to whoever asked what is not covered."""

    def confidence(self, signals: Signals) -> float:
        """The estimated probability, 0 to 1, that the case studies answer the question."""
        products = zip(astuple(self.weights), astuple(signals), strict=True)
        return 1 / (1 + math.exp(-self.intercept - sum(weight * signal for weight, signal in products)))


def threshold(*, wrong_shown: float, right_withheld: float) -> float:
    """The confidence from which showing an answer costs less than withholding it, on the mean.

    ``wrong_shown`` is what it costs to show quotes that do not answer, ``right_withheld`` to withhold
    those that do: an answer that is right with probability p is shown when p times the one is at least
    (1 - p) times the other.
    """
    return wrong_shown / (wrong_shown + right_withheld)


FITTED = Decision(
    Signals(ahead=1.86, near=3.96, beyond=6.53, lead=2.65, named=2.07),
    intercept=-5.43,
    answer_from=threshold(wrong_shown=2, right_withheld=3),
    related_from=0.18,
)
"""Whoever reads a quote sees that it is beside the point; what is withheld, nobody sees.

So ``related_from`` is just below the weakest right passage of the 66 questions with an answer that are
withheld in three labelled sets, .19 (docs/measurements.md). Of 300 questions about anything at all, put
to the sample library, seven have a passage as weighty as that. It was chosen with the shipped model: with one
whose similarities are higher, more is shown.
"""


def signals(
    question: Question,
    hits: Sequence[Hit],
    sentences: Sequence[Sentence],
    best_passage: str,
    stems: Callable[[str], Sequence[str]],
) -> Signals:
    """The signals of a question; ``hits`` and ``sentences`` come best first."""
    similarities = sorted((hit.similarity for hit in hits), reverse=True)[:CANDIDATES]
    if not similarities or not sentences:
        return Signals(*[0.0] * len(fields(Signals)))
    near = fmean(nlargest(_NEAREST, (sentence.similarity for sentence in sentences)))
    return Signals(
        ahead=sentences[0].weight - fmean(sentence.weight for sentence in sentences),
        near=near,
        beyond=near - fmean(similarities[:_NEAREST]),
        lead=similarities[0] - median(similarities),
        named=question.share_named(set(stems(best_passage))),
    )
