"""What people do with the records of a visit, as one step each: read, check, change, store.

Whoever changes a record says which version of it they had seen, and is told by StaleRecordError when
there is a later one: nobody decides on words they have not read. The one thing that may be tried
again is agreeing, for two who agree to the same words are not in each other's way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.visiting import Part
from knowledge.errors import NotAllowedError, StaleRecordError, UnknownRecordError
from knowledge.records import (
    GroupFeedback,
    Record,
    RecordGesture,
    Sensitivity,
    agreed,
    in_time,
    marked,
    moved,
    revised,
)
from knowledge.store import Store

_Record = TypeVar("_Record", bound=Record)


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """Changes to records that are stored already, by somebody who has a part in their visit."""

    store: Store

    def get(self, part: Part, kind: type[_Record], record: str) -> _Record:
        """The visit's record of this id and type; UnknownRecordError when it has none."""
        found = self.store.records.get(record)
        if not isinstance(found, kind) or found.visit != part.visit.id:
            raise UnknownRecordError(record)
        return found

    def move(
        self,
        part: Part,
        record: Record,
        gesture: RecordGesture,
        seen: int,
        *,
        at: datetime,
        reason: str | None = None,
    ) -> Record:
        """Make the gesture; NotAllowedError says who may, or when."""
        after = moved(_unchanged(record, seen), gesture, part.actor, at=at, reason=reason)
        in_time(record, gesture, part.actor, part.visit.state)
        return self._store(record, after)

    def mark(
        self, part: Part, record: Record, sensitivity: Sensitivity, seen: int, *, at: datetime
    ) -> Record:
        """Keep the record back from all but facilitators, or release it."""
        return self._store(record, marked(_unchanged(record, seen), sensitivity, part.actor, at=at))

    def revise(self, part: Part, record: _Record, seen: int, *, at: datetime, **changes: Any) -> _Record:
        """Put other words in the record."""
        after = revised(_unchanged(record, seen), part.actor, at=at, **changes)
        in_time(record, RecordGesture.REVISE, part.actor, part.visit.state)
        return self._store(record, after)

    def agree(self, part: Part, record: str, edition: int, *, at: datetime) -> GroupFeedback:
        """Agree to the words of this edition; StaleRecordError when they are others by now."""
        return self._of_edition(part, record, edition, lambda words: agreed(words, part.actor, at=at))

    def settle(self, part: Part, record: str, edition: int, *, at: datetime) -> GroupFeedback:
        """Settle the words of this edition, to which at least one person must have agreed."""

        def settled(words: GroupFeedback) -> GroupFeedback:
            after = moved(words, RecordGesture.SETTLE, part.actor, at=at)
            if not words.agreed_by:
                raise NotAllowedError("nobody can settle group feedback that nobody has agreed to")
            return after

        return self._of_edition(part, record, edition, settled)

    def _of_edition(
        self, part: Part, record: str, edition: int, change: Callable[[GroupFeedback], GroupFeedback]
    ) -> GroupFeedback:
        # Whenever it is tried again somebody else has agreed, and a visit has only so many people.
        while True:
            words = self.get(part, GroupFeedback, record)
            if words.edition != edition:
                raise StaleRecordError
            try:
                return self._store(words, change(words))
            except StaleRecordError:
                continue

    def _store(self, before: Record, after: _Record) -> _Record:
        if after.version != before.version:
            self.store.records.change(after, before.version)
        return after


def _unchanged(record: _Record, seen: int) -> _Record:
    if record.version != seen:
        raise StaleRecordError
    return record
