"""The facilitator's queue: one piece of feedback at a time, and where in it somebody is. Pure.

Where somebody is goes with the modal, not with us: two facilitators each have their own place. A
place is a record, and its number for when the record has left the queue, so that whoever decides on
one finds the next where it was.
"""

from collections.abc import Sequence

from pydantic import Field

from knowledge.fields import Identifier, Value
from knowledge.model import Theme
from knowledge.records import FeedbackRecord, Record, RecordStatus

STATUSES = (
    RecordStatus.SUBMITTED,
    RecordStatus.NEEDS_INFORMATION,
    RecordStatus.ACCEPTED,
    RecordStatus.DISTILLED,
    RecordStatus.REJECTED,
)
"""Those a queue can be of."""


class Spot(Value):
    """Where somebody is in the queue of a visit."""

    visit: Identifier
    status: RecordStatus = RecordStatus.SUBMITTED
    theme: Theme | None = None
    record: Identifier | None = None
    version: int = Field(default=0, ge=0)
    """Of the record, as it was read."""
    number: int = Field(default=0, ge=0)
    """Of the record in the queue, from 0."""


def queue(records: Sequence[Record], spot: Spot) -> tuple[FeedbackRecord, ...]:
    """The feedback that the spot's filters let through, in the order it was told."""
    return tuple(
        one
        for one in records
        if isinstance(one, FeedbackRecord)
        and one.status is spot.status
        and (spot.theme is None or one.theme is spot.theme)
    )


def at(records: Sequence[FeedbackRecord], spot: Spot, turn: int = 0) -> tuple[Spot, FeedbackRecord | None]:
    """The spot, ``turn`` places on, and what stands there; None in an empty queue."""
    if not records:
        return spot.model_copy(update={"record": None, "version": 0, "number": 0}), None
    ids = [one.id for one in records]
    here = ids.index(spot.record) if spot.record in ids else spot.number
    number = (here + turn) % len(records) if turn else min(here, len(records) - 1)
    found = records[number]
    return spot.model_copy(update={"record": found.id, "version": found.version, "number": number}), found


def waiting_again(spot: Spot, changes: int = 0) -> Spot:
    """Where what stands at the spot is once it waits again, ``changes`` after it was read there."""
    return spot.model_copy(update={"status": RecordStatus.SUBMITTED, "version": spot.version + changes})
