"""One ranking out of two. Pure.

Each score is divided by the best of its kind, then the two are weighed. Passages one ranking did
not return get what it would give them at most there: the lowest similarity it returned, or no
words in common. Measured against reciprocal rank fusion and other forms: docs/measurements.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

DENSE_WEIGHT = 0.6
"""The share of the vectors in the fused score; the words have the rest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found."""

    passage: str
    score: float
    """The fused score, at most 1; comparable within one ranking only."""
    similarity: float
    """Cosine similarity to the question; the lowest of the ranking's when the vectors missed it."""
    terms: float
    """BM25; 0 when it shares no word with the question."""


def fuse(
    similarities: Mapping[str, float], terms: Mapping[str, float], dense_weight: float = DENSE_WEIGHT
) -> list[Hit]:
    """All passages of both rankings, best first; ties in the order of their ids."""
    nearest = max(similarities.values(), default=0.0)
    furthest = min(similarities.values(), default=0.0)
    wordiest = max(terms.values(), default=0.0)
    hits = (
        Hit(
            passage,
            dense_weight * _share(similarity, nearest) + (1 - dense_weight) * _share(words, wordiest),
            similarity,
            words,
        )
        for passage in similarities.keys() | terms.keys()
        for similarity, words in [(similarities.get(passage, furthest), terms.get(passage, 0.0))]
    )
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage))


def _share(score: float, best: float) -> float:
    return score / best if best > 0 else 0.0
