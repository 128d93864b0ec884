"""Who says "we used this", what they changed, and when they are asked how it went. Pure.

An adoption is no record of a visit: any council may use a lesson, years later, without having been
on one. Only an adoption that names a change makes a lesson an applied one.
"""

from datetime import date, datetime, timedelta

from pydantic import Field

from knowledge.attribution import STRUCK, Names, names_organisations, strictest, struck
from knowledge.fields import Identifier, Line, Moment, Prose, Value
from knowledge.lessons.base import Lesson, LessonActor, LessonGesture, LessonStatus
from knowledge.lessons.lifecycle import LIFECYCLE, taken
from knowledge.records import Commitment, RecordStatus
from knowledge.visits import Attribution

REMINDED_AFTER = (3, 10)
"""Months after which a council is asked what came of it."""


class Adoption(Value):
    """One council's use of one lesson."""

    id: Identifier
    """Made from what was sent, so that a repeated delivery has the same."""
    lesson: Identifier
    council: Line = Field(title="Which council?")
    change: Prose | None = Field(default=None, title="What did you change?")
    since: date | None = Field(default=None, title="Since when?")
    result: Prose | None = Field(default=None, title="What came of it?")
    evidence: Prose | None = Field(
        default=None, title="How do you know?", description="A figure, a document, an address."
    )
    by: Identifier
    """A pseudonym."""
    attribution: Attribution = Attribution.OPEN
    """Whoever says it may ask for a stricter rule than the lesson's; the stricter one holds."""
    created_at: Moment
    commitment: Identifier | None = None
    """The commitment that was done with it, if it was one."""
    reminded: tuple[int, ...] = ()
    """After how many months somebody was asked about it already."""
    version: int = Field(default=1, ge=1)
    """The number of the last change; the store counts it."""


def applied(lesson: Lesson, adoption: Adoption, actor: LessonActor, *, at: datetime) -> Lesson:
    """The lesson once somebody said they used it; as it was when they name no change.

    An applied lesson stays as it is: the adoption stands beside it. So does a stale or a
    contradicted one, which nobody has looked at again.
    """
    in_force = lesson.status in LIFECYCLE[LessonGesture.APPLY].source
    if adoption.change is None or not in_force or lesson.status is LessonStatus.APPLIED:
        return lesson
    reason = "Somebody used it, and says what changed."
    return taken(lesson, LessonGesture.APPLY, actor, at=at, reason=reason)


def due(adoption: Adoption, today: date) -> int | None:
    """The months after which somebody is to be asked now; None when it is not time, or was done.

    After a long silence only the last of the questions is asked.
    """
    begun = adoption.since or adoption.created_at.date()
    begun = max(begun, adoption.created_at.date())
    passed = [months for months in REMINDED_AFTER if months_after(begun, months) <= today]
    return passed[-1] if passed and passed[-1] not in adoption.reminded else None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def adopted(
    commitment: Commitment, lesson: str, adoption: str, *, rule: Attribution, by: str, at: datetime
) -> Adoption | None:
    """What a commitment that is done says of a lesson it came from; None while it is not done.

    ``rule`` is that of the commitment's visit: where it names no council, nor does what is told of it.
    """
    if commitment.status is not RecordStatus.DONE:
        return None
    return Adoption(
        id=adoption,
        lesson=lesson,
        council=commitment.council,
        change=commitment.desired_state,
        since=commitment.history[-1].at.date(),
        result=commitment.history[-1].reason,
        evidence=commitment.measure,
        by=by,
        attribution=strictest(rule, commitment.attribution),
        created_at=at,
        commitment=commitment.id,
    )


def shown_adoption(adoption: Adoption, rule: Attribution, names: Names) -> Adoption:
    """The adoption as it may be shown beside a lesson under this rule or its own, whichever is stricter."""
    rule = strictest(rule, adoption.attribution)
    shown = struck(adoption, rule, Names(names.people, (*names.councils, adoption.council)))
    own = {"lesson": adoption.lesson, "by": adoption.by, "commitment": adoption.commitment}
    return shown.model_copy(update=own | ({} if names_organisations(rule) else {"council": STRUCK}))
