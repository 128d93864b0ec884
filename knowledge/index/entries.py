"""What the indexes are filled with, and where they take it from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.councils import council_key
from knowledge.dates import first_day, last_day
from knowledge.model import Filters, Metadata, Passage, Scope, Status
from knowledge.scopes import scope_of

Vector = npt.NDArray[np.float32]

FORM = "7"
"""Changes when the indexes keep something else of a passage; those of another form are made again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the indexes take it."""

    passage: Passage
    metadata: Metadata
    status: Status
    text: str
    """Header and passage: what the embedder read."""
    vector: Vector
    """Shape (dimension,), of unit length."""

    @property
    def scope(self) -> Scope:
        return scope_of(self.metadata, self.status)

    def labels(self) -> list[str]:
        """What filters select by, apart from scope and dates; each is "field:value"."""
        return [
            *(f"council:{council_key(council)}" for council in self.metadata.councils),
            *(f"theme:{theme}" for theme in self.metadata.themes),
            f"status:{self.status}",
        ]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to the case studies since an index last looked."""

    number: int
    """The change number reached by applying these."""
    changed: tuple[str, ...]
    """Ids of case studies that are new or different."""
    removed: tuple[str, ...]


class Truth(Protocol):
    """The database, as the indexes see it."""

    def identity(self) -> str:
        """What tells this database from any other."""
        ...

    def change_number(self) -> int:
        """The number of the latest change; it only grows."""
        ...

    def changed_since(self, number: int) -> Changes:
        """The changes after ``number``; after 0: everything there is."""
        ...

    def entries(self, case_studies: Sequence[str]) -> Iterator[Sequence[Entry]]:
        """All passages of these case studies, in batches that fit in memory."""
        ...


def any_of(filters: Filters) -> list[list[str]]:
    """Groups of labels: a passage fits when it has at least one label of every group."""
    groups = (
        [f"council:{council_key(council)}" for council in filters.councils],
        [f"theme:{theme}" for theme in filters.themes],
        [f"status:{status}" for status in filters.statuses],
    )
    return [group for group in groups if group]


def date_bounds(metadata: Metadata) -> tuple[int, int] | None:
    """The first and the last day a case study may speak of, as yyyymmdd; None when it has no date."""
    return (first_day(metadata.as_of), last_day(metadata.as_of)) if metadata.as_of else None


def date_limits(filters: Filters) -> tuple[int | None, int | None]:
    """What the last day must reach, and what the first day must not pass, as yyyymmdd."""
    return (
        first_day(filters.since) if filters.since else None,
        last_day(filters.until) if filters.until else None,
    )
