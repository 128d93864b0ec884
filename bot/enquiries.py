"""The questions that a visit takes along, as its rule lets them be shown, and whether they are answered."""

from dataclasses import dataclass

from bot.showing import Showing
from knowledge.records import FeedbackRecord, RecordStatus, RecordType
from knowledge.store import RecordFilters, Store


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """A question that a visit is to ask."""

    id: str
    question: str
    session: str | None = None
    """The id of the one that is to ask it; None for any."""
    where: str | None = None
    """The title of that session."""
    answered: bool = False
    """Whether somebody has logged what answers it."""


def taken_along(store: Store, seen: Showing) -> tuple[TakenAlong, ...]:
    """Those of one visit, the first that was put on it first."""
    enquiries = store.gaps.enquiries(seen.visit.id)
    if not enquiries:
        return ()
    titles = {session.id: seen.text(session).title for session in seen.programme}
    answered = _answered(store, seen.visit.id)
    return tuple(
        TakenAlong(
            id=each.id,
            question=seen.text(each.question),
            session=each.session if each.session in titles else None,
            where=titles.get(each.session or ""),
            answered=each.id in answered,
        )
        for each in enquiries
    )


def _answered(store: Store, visit: str) -> set[str]:
    told = store.records.find(RecordFilters(visit=visit, type=RecordType.FEEDBACK))
    return {
        record.enquiry
        for record in told
        if isinstance(record, FeedbackRecord)
        and record.enquiry
        and record.status is not RecordStatus.REJECTED
    }
