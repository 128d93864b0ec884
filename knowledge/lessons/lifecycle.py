"""A lesson from one status to the next: who may, with which reason, and what is written down. Pure.

Every function gives a new lesson whose history is one event longer, or raises NotAllowedError
with a sentence. Whoever wrote any of a lesson's words cannot validate it, whatever their role.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from knowledge.errors import NotAllowedError
from knowledge.lessons.base import (
    Lesson,
    LessonActor,
    LessonEvent,
    LessonGesture,
    LessonRole,
    LessonStatus,
)
from knowledge.model import Audience
from knowledge.records import Source

PEERBOT = LessonActor(pseudonym="peerbot", roles=frozenset({LessonRole.PEERBOT}), source=Source.COMMAND_LINE)
"""Who does what happens by itself."""
FIRST_REVIEW = timedelta(days=365)
"""After which a shared lesson is looked at again, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class LessonStep:
    """Who may make a gesture, from which statuses, and what it leads to."""

    gesture: LessonGesture
    source: frozenset[LessonStatus]
    target: LessonStatus | None
    """None leaves the status as it is."""
    by: tuple[LessonRole, ...]
    """The first of somebody's roles in this order is the one that is written down."""
    by_writer: bool = True
    """Whether those whose words it is made of may."""
    reasoned: bool = False
    """Whether it needs a reason."""


_REVIEWERS = (LessonRole.FACILITATOR, LessonRole.OWNER)
_ENDORSERS = (LessonRole.OWNER, LessonRole.HOST)
_ALL = (*_REVIEWERS, LessonRole.HOST)
_BY_ITSELF = (LessonRole.PEERBOT,)
_DRAFT = frozenset({LessonStatus.PROPOSED, LessonStatus.RETURNED})
_UNDER_REVIEW = frozenset({LessonStatus.PROPOSED, LessonStatus.VALIDATED, LessonStatus.ENDORSED})
_IN_FORCE = frozenset({LessonStatus.SHARED, LessonStatus.APPLIED})
CITABLE = _IN_FORCE | {LessonStatus.STALE, LessonStatus.CONTRADICTED}
"""Statuses in which a lesson is quoted to its audience."""
LIVING = _DRAFT | _UNDER_REVIEW | CITABLE
"""Statuses from which something may still become of a lesson."""

_STEPS = (
    LessonStep(LessonGesture.REVISE, _DRAFT, LessonStatus.PROPOSED, _REVIEWERS),
    LessonStep(LessonGesture.RETURN, _UNDER_REVIEW, LessonStatus.RETURNED, _ALL, reasoned=True),
    LessonStep(
        LessonGesture.VALIDATE,
        frozenset({LessonStatus.PROPOSED}),
        LessonStatus.VALIDATED,
        _REVIEWERS,
        by_writer=False,
    ),
    LessonStep(LessonGesture.ENDORSE, frozenset({LessonStatus.VALIDATED}), LessonStatus.ENDORSED, _ENDORSERS),
    LessonStep(LessonGesture.SHARE, frozenset({LessonStatus.ENDORSED}), LessonStatus.SHARED, _REVIEWERS),
    LessonStep(LessonGesture.ADD_EVIDENCE, _DRAFT | CITABLE, None, _REVIEWERS),
    LessonStep(
        LessonGesture.MERGE,
        _DRAFT | {LessonStatus.VALIDATED},
        LessonStatus.MERGED,
        _REVIEWERS,
        reasoned=True,
    ),
    LessonStep(
        LessonGesture.REJECT,
        _DRAFT | {LessonStatus.VALIDATED, LessonStatus.ENDORSED},
        LessonStatus.REJECTED,
        _REVIEWERS,
        reasoned=True,
    ),
    LessonStep(
        LessonGesture.APPLY,
        _IN_FORCE,
        LessonStatus.APPLIED,
        (LessonRole.OFFICER, *_ALL),
        reasoned=True,
    ),
    LessonStep(LessonGesture.EXPIRE, _IN_FORCE, LessonStatus.STALE, _BY_ITSELF),
    LessonStep(
        LessonGesture.RENEW,
        frozenset({LessonStatus.STALE, LessonStatus.CONTRADICTED}),
        LessonStatus.SHARED,
        _REVIEWERS,
        by_writer=False,
    ),
    LessonStep(
        LessonGesture.CONTRADICT,
        _IN_FORCE | {LessonStatus.STALE},
        LessonStatus.CONTRADICTED,
        _REVIEWERS,
        reasoned=True,
    ),
    LessonStep(LessonGesture.SUPERSEDE, CITABLE, LessonStatus.SUPERSEDED, _REVIEWERS, reasoned=True),
    LessonStep(
        LessonGesture.RETIRE,
        CITABLE | {LessonStatus.ENDORSED},
        LessonStatus.WITHDRAWN,
        _ALL,
        reasoned=True,
    ),
    LessonStep(LessonGesture.RECHECK, frozenset(LessonStatus), None, _BY_ITSELF, reasoned=True),
)
LIFECYCLE = {step.gesture: step for step in _STEPS}


_PLAIN = frozenset(
    {LessonGesture.RETURN, LessonGesture.ENDORSE, LessonGesture.REJECT}
    | {LessonGesture.CONTRADICT, LessonGesture.RETIRE}
)


def moved(
    lesson: Lesson, gesture: LessonGesture, actor: LessonActor, *, at: datetime, reason: str | None = None
) -> Lesson:
    """The lesson after a gesture that asks for nothing but a reason; the others have their functions."""
    if gesture not in _PLAIN:
        raise ValueError(f"{gesture} asks for more than a reason: it has a function of its own")
    return taken(lesson, gesture, actor, at=at, reason=reason)


def taken(
    lesson: Lesson,
    gesture: LessonGesture,
    actor: LessonActor,
    /,
    *,
    at: datetime,
    reason: str | None = None,
    **changes: Any,
) -> Lesson:
    """The lesson a step further, with what the gesture changes in it; for this package alone."""
    step, role = _step(lesson, gesture, actor, reason)
    after = step.target or lesson.status
    event = LessonEvent(
        at=at,
        actor=actor.pseudonym,
        role=role,
        source=actor.source,
        gesture=gesture,
        status=after,
        reason=(reason or "").strip() or None,
    )
    made = dict(lesson) | changes | {"status": after, "history": (*lesson.history, event)}
    return Lesson.model_validate(made)


def validated(lesson: Lesson, actor: LessonActor, checked: Collection[int], *, at: datetime) -> Lesson:
    """The lesson, once every claim was checked against its quotes: by number, from one."""
    _step(lesson, LessonGesture.VALIDATE, actor, None)
    if missing := [number for number in range(1, len(lesson.claims) + 1) if number not in checked]:
        raise NotAllowedError(
            f"to validate this lesson, check every claim against its quotes: claim {missing[0]} is left"
        )
    if lesson.faults:
        raise NotAllowedError(f"to validate this lesson, have its quotes put right first: {lesson.faults[0]}")
    return taken(lesson, LessonGesture.VALIDATE, actor, at=at)


def shared(
    lesson: Lesson, actor: LessonActor, audience: Audience, review_on: date, *, at: datetime
) -> Lesson:
    """The lesson in force for an audience, until the day it is to be looked at again."""
    _in_the_future(review_on, at)
    return taken(lesson, LessonGesture.SHARE, actor, at=at, audience=audience, review_on=review_on)


def renewed(lesson: Lesson, actor: LessonActor, review_on: date, *, at: datetime) -> Lesson:
    """A stale or contradicted lesson in force again; applied when somebody had said they used it."""
    _in_the_future(review_on, at)
    after = taken(lesson, LessonGesture.RENEW, actor, at=at, review_on=review_on)
    if not any(event.gesture is LessonGesture.APPLY for event in lesson.history):
        return after
    event = after.history[-1].model_copy(update={"status": LessonStatus.APPLIED})
    return after.model_copy(update={"status": LessonStatus.APPLIED, "history": (*lesson.history, event)})


def expired(lesson: Lesson, today: date, *, at: datetime) -> Lesson | None:
    """The lesson gone stale; None when it is not due, or not in force."""
    if lesson.review_on is None or lesson.review_on > today or lesson.status not in _IN_FORCE:
        return None
    return taken(lesson, LessonGesture.EXPIRE, PEERBOT, at=at)


def merged(lesson: Lesson, into: Lesson, actor: LessonActor, *, at: datetime, reason: str) -> Lesson:
    """The lesson, gone into another; its evidence is added to that one separately."""
    _another(lesson, into)
    return taken(lesson, LessonGesture.MERGE, actor, at=at, reason=reason, merged_into=into.id)


def superseded(lesson: Lesson, by: Lesson, actor: LessonActor, *, at: datetime, reason: str) -> Lesson:
    """The lesson, left for a better one."""
    _another(lesson, by)
    return taken(lesson, LessonGesture.SUPERSEDE, actor, at=at, reason=reason, superseded_by=by.id)


def may(lesson: Lesson, gesture: LessonGesture, actor: LessonActor) -> bool:
    """Whether the actor can make the gesture now, if they give the reason it may need."""
    try:
        required(lesson, gesture, actor)
    except NotAllowedError:
        return False
    return True


def required(lesson: Lesson, gesture: LessonGesture, actor: LessonActor) -> None:
    """Raises NotAllowedError unless the actor can make the gesture now, given the reason it may need."""
    _step(lesson, gesture, actor, "because")


def _step(
    lesson: Lesson, gesture: LessonGesture, actor: LessonActor, reason: str | None
) -> tuple[LessonStep, LessonRole]:
    step = LIFECYCLE.get(gesture)
    if step is None:
        raise NotAllowedError(f"nobody can {gesture} a lesson that is there already")
    role = next((role for role in step.by if role in actor.roles), None)
    if role is None:
        raise NotAllowedError(f"only {_who(step)} can {gesture} this lesson")
    if lesson.status not in step.source:
        raise NotAllowedError(f"nobody can {gesture} a lesson that is {lesson.status}")
    if not step.by_writer and actor.pseudonym in lesson.writers:
        raise NotAllowedError(
            f"whoever proposed, revised or added to this lesson cannot {gesture} it: ask somebody else to"
        )
    if step.reasoned and not (reason or "").strip():
        raise NotAllowedError(f"to {gesture} this lesson, give a reason")
    return step, role


def _who(step: LessonStep) -> str:
    *first, last = [_NAMES[role] for role in step.by]
    return f"{', '.join(first)} or {last}" if first else last


_NAMES = {
    LessonRole.FACILITATOR: "a facilitator",
    LessonRole.OWNER: "an owner of its theme",
    LessonRole.HOST: "the host of its visit",
    LessonRole.OFFICER: "an officer",
    LessonRole.PEERBOT: "Peerbot itself",
}


def _another(lesson: Lesson, other: Lesson) -> None:
    if other.id == lesson.id:
        raise NotAllowedError("a lesson cannot go into itself: name another one")
    if other.status not in LIVING:
        raise NotAllowedError(f"the other lesson is {other.status}: name one that is still in use")


def _in_the_future(review_on: date, at: datetime) -> None:
    if review_on <= at.date():
        raise NotAllowedError("the review date is over already: give a day to come")
