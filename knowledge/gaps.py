"""What was asked and not answered, gathered by meaning, and what becomes of it. Pure.

A gap is a group of questions that ask nearly the same; it goes by the id of the first of them, so it
keeps its name while more are asked. Who asked is nobody's business but of whoever tells them: a gap
says how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import numpy as np

from embeddings import Vectors
from knowledge.fields import Identifier, Line, Prose, Value

ALIKE = 0.6
"""The cosine from which two questions are one gap. By all-MiniLM-L6-v2, of twelve subjects asked after
in three or four ways each, it joins 82 of 100 pairs on one subject and 2 of 696 pairs on two."""


class RemedyKind(StrEnum):
    """What a facilitator does about a gap."""

    NOTE = "note"
    """Answers it in a few words."""
    LESSON = "lesson"
    """Names the lesson that answers it, once that is shared."""
    ENQUIRY = "enquiry"
    """Has it asked on a visit."""
    DECLINED = "declined"
    """Says why it is not for us."""


class Remedy(Value):
    """What became of one gap."""

    gap: Line
    kind: RemedyKind
    words: Prose | None = None
    """The note, or why it is not for us."""
    lesson: Identifier | None = None
    by: Identifier
    """The id of a person."""
    at: datetime


class Enquiry(Value):
    """A question that a visit is to find an answer to."""

    gap: Line
    visit: Identifier
    session: Identifier | None = None
    """Where it is to be asked; None for anywhere on the visit."""
    question: Prose

    @property
    def id(self) -> str:
        """What records call it; the gap's own id leads to where it was asked, and so to who asked."""
        return sha256(self.gap.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked in a stretch of time."""

    asked: int
    answered: int
    uncovered: int


def groups(vectors: Vectors, alike: float = ALIKE) -> tuple[tuple[int, ...], ...]:
    """The rows of ``vectors`` that belong together, each group by its first row; every row is in one.

    A row joins the group whose first is the nearest, if that is near enough: so what founds a group
    never moves, whatever is asked later.
    """
    found: list[list[int]] = []
    for row, vector in enumerate(vectors):
        scores = vectors[[group[0] for group in found]] @ vector if found else np.zeros(0)
        nearest = int(np.argmax(scores)) if found else -1
        if found and scores[nearest] >= alike:
            found[nearest].append(row)
        else:
            found.append([row])
    return tuple(tuple(group) for group in found)


def largest_first(counts: Sequence[tuple[int, datetime]]) -> list[int]:
    """The order of gaps by how many asked, and by when it was asked last."""
    return sorted(range(len(counts)), key=lambda place: counts[place], reverse=True)
