"""Lessons that say nearly the same, found before somebody proposes one a second time. Pure.

Vectors are of unit length, so a dot product is a cosine; 10,000 of them are compared in a few
milliseconds, which is why no index holds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings import Vectors
from knowledge.lessons.base import LessonDraft

NEAR = 0.5
"""The cosine from which on two lessons may be one; measured in docs/measurements.md."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Near:
    """A lesson that may say the same, and how near it is, from 0 to 1."""

    lesson: str
    score: float


def compared(draft: LessonDraft) -> str:
    """What of a lesson is embedded to find it by: what it says, not what it rests on."""
    return "\n".join(filter(None, (draft.title, draft.lesson, draft.recommendation)))


def nearest(
    vector: Vectors, lessons: Sequence[str], vectors: Vectors, floor: float = NEAR
) -> tuple[Near, ...]:
    """The nearest lessons, the nearest first; ``vector`` is one row, ``vectors`` one for each lesson."""
    if not lessons:
        return ()
    scores = vectors @ vector
    best = np.argsort(-scores, kind="stable")[:MOST]
    return tuple(Near(lessons[place], float(scores[place])) for place in best if scores[place] >= floor)
