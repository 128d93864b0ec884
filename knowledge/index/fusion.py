"""One ranking out of two. Pure.

Each score is divided by the best of its kind, then the two are weighed. Passages one ranking did
not return get what it would give them at most there: the lowest similarity it returned, or no
words in common. Measured against reciprocal rank fusion and other forms: docs/measurements.md.
"""

from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

DENSE_WEIGHT = 0.6
"""The share of the vectors in the fused score; the words have the rest."""
SENTENCE_WEIGHT = 0.4
"""The share of the nearest sentence in how near a passage is that was read."""
NAMED_WEIGHT = 0.2
"""What the share of the question that such a passage names adds to its score, at most."""

ONLY_WORDS = 100
"""Passages that the vectors missed and that are ranked all the same."""


class Reading(NamedTuple):
    """What a passage shows that was read."""

    nearest: float
    """The similarity of its nearest sentence to the question."""
    named: float
    """The share of the question that it names, 0 to 1, with its header."""


class Hit(NamedTuple):
    """A passage found. A question makes hundreds, and a frozen class takes twice as long to make."""

    passage: str
    score: float
    """Comparable within one ranking only, and not between refined and others; at most 1, or 1.2 refined."""
    similarity: float
    """Cosine similarity to the question; the lowest of the ranking's when the vectors missed it."""
    terms: float
    """BM25 of its words and those around it; 0 when none of them is the question's."""
    worded: float = 0.0
    """The part of the score that is for these words."""

    @property
    def unworded(self) -> float:
        """The score for what the passage itself means and names: words around it are not its own."""
        return self.score - self.worded


def fuse(
    similarities: Mapping[str, float], terms: Mapping[str, float], dense_weight: float = DENSE_WEIGHT
) -> list[Hit]:
    """The passages of both rankings, best first; ties in the order of their ids.

    Of those that only have words in common there are ``ONLY_WORDS``: they differ in their words alone,
    so any further one stands behind all of these.
    """
    nearest = max(similarities.values(), default=0.0)
    furthest = min(similarities.values(), default=0.0)
    wordiest = max(terms.values(), default=0.0)
    missed = ((words, passage) for passage, words in terms.items() if passage not in similarities)
    found = [
        *((passage, similarity, terms.get(passage, 0.0)) for passage, similarity in similarities.items()),
        *((passage, furthest, words) for words, passage in nlargest(ONLY_WORDS, missed)),
    ]
    hits = []
    for passage, similarity, words in found:
        dense = dense_weight * _share(similarity, nearest)
        worded = (1 - dense_weight) * _share(words, wordiest)
        hits.append(Hit(passage, dense + worded, similarity, words, worded))
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage))


def refine(hits: Sequence[Hit], readings: Mapping[str, Reading]) -> list[Hit]:
    """The hits, those first that were read: there the nearest sentence counts, and how much it names."""
    read = [hit for hit in hits if hit.passage in readings]
    nearer = {
        hit.passage: (1 - SENTENCE_WEIGHT) * hit.similarity + SENTENCE_WEIGHT * readings[hit.passage].nearest
        for hit in read
    }
    nearest, wordiest = max(nearer.values(), default=0.0), max((hit.terms for hit in hits), default=0.0)
    refined = []
    for hit in read:
        dense = DENSE_WEIGHT * _share(nearer[hit.passage], nearest)
        worded = (1 - DENSE_WEIGHT) * _share(hit.terms, wordiest)
        named = NAMED_WEIGHT * readings[hit.passage].named
        refined.append(hit._replace(score=dense + worded + named, worded=worded))
    rest = (hit for hit in hits if hit.passage not in readings)
    return [*sorted(refined, key=lambda hit: (-hit.score, hit.passage)), *rest]


def _share(score: float, best: float) -> float:
    return score / best if best > 0 else 0.0
