"""What a record says point by point, for a lesson rests on a thing that was said. Pure.

Feedback and a commitment are one point each, the group's feedback as many as it has lines. A point
is the record with nothing else told in it, so that whatever shows or quotes records takes points.
"""

from typing import TypeVar

from knowledge.records import GroupFeedback, Record

_Record = TypeVar("_Record", bound=Record)


def points(record: _Record) -> tuple[_Record, ...]:
    """All that it says, in an order that stays while its words do."""
    if not isinstance(record, GroupFeedback):
        return (record,)
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(record.asked, ())
    return tuple(
        record.model_copy(update=nothing | {name: (line,)})
        for name in record.asked
        for line in getattr(record, name)
    )
