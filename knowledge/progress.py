"""How far councils have come with what they said they would do after visits. Pure.

A commitment is asked after at the interval its visit set, counted from the day it was agreed, until
it is done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.attribution import STRUCK
from knowledge.councils import council_key
from knowledge.records import Commitment, Event, RecordGesture, RecordStatus


class Standing(StrEnum):
    """How a commitment stands, the most urgent first."""

    AT_RISK = "at risk"
    ON_TRACK = "on track"
    DONE = "done"


_STANDINGS = {
    RecordStatus.AT_RISK: Standing.AT_RISK,
    RecordStatus.AGREED: Standing.ON_TRACK,
    RecordStatus.DONE: Standing.DONE,
}
_ORDER = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Stand:
    """A commitment, and how it stands."""

    commitment: Commitment
    standing: Standing
    since: date
    """The day from which it has stood so."""
    overdue: bool
    """Whether it was to be done by now, and is not."""
    reason: str | None = None
    """Why it is at risk."""
    last: Event | None = None
    """What was done about it last."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a council said it would do, and how that stands: the most urgent first."""

    council: str
    stands: tuple[Stand, ...]

    def count(self, standing: Standing) -> int:
        return sum(stand.standing is standing for stand in self.stands)

    @property
    def overdue(self) -> int:
        return sum(stand.overdue for stand in self.stands)


def progress(council: str, commitments: Iterable[Commitment], today: date) -> Progress:
    """What one council has agreed to do, whatever kind of council its name says it is.

    What is not agreed yet, or was withdrawn, is no part of it.
    """
    own = (each for each in commitments if council_key(each.council) == council_key(council))
    stands = [_stand(each, today) for each in own if each.status in _STANDINGS]
    return Progress(council, tuple(sorted(stands, key=_urgency)))


def by_council(commitments: Sequence[Commitment], today: date) -> tuple[Progress, ...]:
    """The progress of each council that has agreed to anything, those that may not be named last."""
    names: dict[str, str] = {}
    for each in commitments:
        names.setdefault(council_key(each.council), each.council)
    found = [progress(name, commitments, today) for name in names.values()]
    agreed = [each for each in found if each.stands]
    return tuple(sorted(agreed, key=lambda each: (each.council == STRUCK, each.council.casefold())))


def period(commitment: Commitment, every_weeks: int | None, today: date) -> int | None:
    """How many whole intervals have passed since it was agreed, at each of which it is asked after.

    None when it is not to be asked after: before the first, once it is done, or never. Whoever
    asks keeps that this number was asked about.
    """
    agreed = _day_of(commitment, RecordGesture.SETTLE)
    open_ = commitment.status in {RecordStatus.AGREED, RecordStatus.AT_RISK}
    if every_weeks is None or agreed is None or not open_:
        return None
    passed = (today - agreed) // timedelta(weeks=every_weeks)
    return passed if passed > 0 else None


def _stand(commitment: Commitment, today: date) -> Stand:
    standing = _STANDINGS[commitment.status]
    changes = [event for event in commitment.history if event.status is commitment.status]
    last = changes[-1] if changes else None
    late = commitment.due is not None and commitment.due < today
    return Stand(
        commitment=commitment,
        standing=standing,
        since=last.at.date() if last else commitment.created_at.date(),
        overdue=late and standing is not Standing.DONE,
        reason=last.reason if last and standing is Standing.AT_RISK else None,
        last=commitment.history[-1] if commitment.history else None,
    )


def _urgency(stand: Stand) -> tuple[int, bool, date, str]:
    due = stand.commitment.due or date.max
    return _ORDER[stand.standing], not stand.overdue, due, stand.commitment.id


def _day_of(commitment: Commitment, gesture: RecordGesture) -> date | None:
    days = [event.at.date() for event in commitment.history if event.gesture is gesture]
    return days[0] if days else None
