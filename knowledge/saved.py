"""What people keep for themselves to come back to. Pure.

A saved thing is a name and no copy: what is shown of it is decided when somebody looks.
"""

from enum import StrEnum
from typing import Self

from knowledge.fields import Line, Value


class SavedKind(StrEnum):
    """What was saved."""

    LESSON = "lesson"
    PASSAGE = "passage"
    """A quote of an answer, by the question it answers and its number there."""


class SavedItem(Value):
    """One thing on somebody's list."""

    kind: SavedKind
    item: Line
    """The id of a lesson, or what points at a quote."""

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"

    @classmethod
    def of(cls, pointer: str) -> Self:
        kind, _, item = pointer.partition(" ")
        return cls(kind=SavedKind(kind), item=item)
