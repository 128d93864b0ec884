"""What was seen of a system, as the figures that are published. Pure.

Times are ratios to the bare model in the same run: the machine's speed falls out of them.
"""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np

from knowledge.evaluation import covered, ndcg, recall, reciprocal_rank
from knowledge.labelled import LabelledQuestion, Span
from tests.benchmarks import scoring
from tests.benchmarks.measuring import BLOCK, Seen

SHOWN = 5  # passages a person is shown, and documents among which a right one must be

Figure = dict[str, float] | None


def quality(seen: Seen, questions: Sequence[LabelledQuestion]) -> dict[str, Figure]:
    """Each figure with its 95 % interval; None where the set has nothing to measure it on."""
    documents = [_documents(pieces) for pieces in seen.pieces]
    labelled = [(ranked, one.grades) for ranked, one in zip(documents, questions, strict=True) if one.grades]
    right = [
        float(one.answerable and any(document in one.grades for document in ranked[:SHOWN]))
        for ranked, one in zip(documents, questions, strict=True)
    ]
    answerable = [float(one.answerable) for one in questions]
    with_spans = [
        covered([_span(piece) for piece in pieces[:SHOWN]], one.spans)
        for pieces, one in zip(seen.pieces, questions, strict=True)
        if one.spans
    ]
    refuses = 0 < sum(answerable) < len(answerable)
    return {
        "ndcg@10": _figure(scoring.mean, [ndcg(ranked, grades) for ranked, grades in labelled]),
        "recall@5": _figure(scoring.mean, [recall(ranked, grades) for ranked, grades in labelled]),
        "mrr@10": _figure(scoring.mean, [reciprocal_rank(ranked, grades) for ranked, grades in labelled]),
        "span_recall@5": _figure(scoring.mean, with_spans),
        "refusal_auroc": _figure(scoring.auroc, seen.confidence if refuses else [], answerable),
        "coverage_at_20%_risk": _figure(
            scoring.coverage_at_risk, seen.confidence if any(right) else [], right
        ),
    }


def lead(ours: Seen, theirs: Seen, questions: Sequence[LabelledQuestion]) -> Figure:
    """By how much our nDCG@10 is above theirs, question by question."""
    pairs = [
        ndcg(_documents(mine), one.grades) - ndcg(_documents(other), one.grades)
        for mine, other, one in zip(ours.pieces, theirs.pieces, questions, strict=True)
        if one.grades
    ]
    return _figure(scoring.mean, pairs)


def speed(seen: Seen, bare: Seen, built: Seen) -> dict[str, Any]:
    """Medians and what they lie between; ``built`` is whose index it asks."""
    indexing = [
        alone / seconds for alone, seconds in zip(bare.build_seconds, built.build_seconds, strict=True)
    ]
    return {
        "indexing_ratio": _spread(indexing),
        "passages_per_second": _spread([built.passages / seconds for seconds in built.build_seconds]),
        "question_ratio": _spread(_by_block(seen.rank_ms, bare.rank_ms)),
        "answer_ratio": _spread(_by_block(seen.judge_ms, bare.rank_ms)),
        "question_ms": _spread(seen.rank_ms),
        "beyond_encoding_ms": round(
            median(mine - alone for mine, alone in zip(seen.rank_ms, bare.rank_ms, strict=True)), 2
        ),
        "cold_start_seconds": round(seen.cold_start_seconds, 2),
        "resident_mb": round(seen.resident_mb),
        "indexing_highest_mb": round(built.build_highest_mb),
        "disk_mb": round(built.disk_mb, 1),
    }


def _by_block(mine: Sequence[float], alone: Sequence[float]) -> list[float]:
    """A system's median time over the bare model's, for each block of the same questions."""
    return [
        median(mine[first : first + BLOCK]) / median(alone[first : first + BLOCK])
        for first in range(0, len(mine), BLOCK)
    ]


def _figure(figure: Callable[..., float], *columns: Sequence[float]) -> Figure:
    if not columns[0]:
        return None
    low, high = scoring.interval(figure, *columns)
    value = figure(*(np.asarray(column, dtype=np.float64) for column in columns))
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}


def _spread(values: Sequence[float]) -> dict[str, float]:
    """The median and the quartiles."""
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    return {"median": round(float(middle), 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def _documents(pieces: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(_span(piece)[0] for piece in pieces))


def _span(piece: str) -> Span:
    document, _, span = piece.rpartition(":")
    start, _, end = span.partition("-")
    return document, int(start), int(end)
