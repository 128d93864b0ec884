"""A record from one status to the next: who may, with which reason, and what is written down. Pure.

Every function gives a new record whose history is one event longer, or raises NotAllowedError
with a sentence. A record that is withdrawn keeps its events but none of their reasons, which may
repeat what was told.
"""

from datetime import datetime
from typing import Any, TypeVar

from knowledge.errors import NotAllowedError
from knowledge.records.base import Actor, Event, Record, RecordGesture, RecordStatus, Sensitivity, Step
from knowledge.records.group_feedback import GroupFeedback
from knowledge.visits import VisitState, allowed, next_state

_Record = TypeVar("_Record", bound=Record)

_KEPT = frozenset(
    {"type", "id", "visit", "respondent", "created_at", "source", "status", "sensitivity"}
    | {"history", "agreed_by"}
)


def possible(record: Record, actor: Actor, state: VisitState) -> frozenset[RecordGesture]:
    """The gestures that somebody can make with the record from where it is, on a visit in this state."""
    mine = record.respondent == actor.pseudonym
    return frozenset(
        step.gesture
        for step in record.lifecycle.values()
        if record.status in step.source
        and (actor.role in step.by or (step.by_author and mine))
        and allowed(step.within, actor.role, state)
    )


def in_time(record: Record, gesture: RecordGesture, actor: Actor, state: VisitState) -> None:
    """NotAllowedError says on which visits the gesture can be made, where it cannot on one in this state."""
    step = record.lifecycle.get(gesture)
    if step is not None:
        next_state(step.within, actor.role, state)


def moved(
    record: _Record, gesture: RecordGesture, actor: Actor, *, at: datetime, reason: str | None = None
) -> _Record:
    """The record after a gesture that leaves its text alone, or withdraws it."""
    step = _step(record, gesture, actor, reason)
    target = step.target or record.status
    event = Event(
        at=at,
        actor=actor.pseudonym,
        role=actor.role,
        gesture=gesture,
        status=target,
        reason=(reason or "").strip() or None,
    )
    after = record.model_copy(update={"status": target, "history": (*record.history, event)})
    return _withdrawn(after) if target is RecordStatus.WITHDRAWN else after


def revised(record: _Record, actor: Actor, *, at: datetime, **changes: Any) -> _Record:
    """The record with other words; what was agreed to the old ones is void.

    ValueError names a field that is no part of what was told; ValidationError a value that is wrong.
    """
    if fixed := _KEPT & changes.keys():
        raise ValueError(f"a revision cannot change {', '.join(sorted(fixed))}")
    after = moved(record, RecordGesture.REVISE, actor, at=at)
    void = {"agreed_by": ()} if isinstance(record, GroupFeedback) else {}
    return type(record).model_validate(dict(after) | changes | void)


def agreed(feedback: GroupFeedback, actor: Actor, *, at: datetime) -> GroupFeedback:
    """The group's feedback with one more who agrees; as it was when they have already."""
    if actor.pseudonym in feedback.agreed_by:
        return feedback
    after = moved(feedback, RecordGesture.AGREE, actor, at=at)
    return after.model_copy(update={"agreed_by": (*feedback.agreed_by, actor.pseudonym)})


def marked(record: _Record, sensitivity: Sensitivity, actor: Actor, *, at: datetime) -> _Record:
    """The record kept back from all but facilitators, or released; as it was when it is so already."""
    if record.sensitivity is sensitivity:
        return record
    keeping = sensitivity is Sensitivity.SENSITIVE
    after = moved(record, RecordGesture.KEEP_BACK if keeping else RecordGesture.RELEASE, actor, at=at)
    return after.model_copy(update={"sensitivity": sensitivity})


def _step(record: Record, gesture: RecordGesture, actor: Actor, reason: str | None) -> Step:
    step = record.lifecycle.get(gesture)
    if step is None:
        raise NotAllowedError(f"nobody can {gesture} a record of {record.type}")
    if not (actor.role in step.by or (step.by_author and actor.pseudonym == record.respondent)):
        raise NotAllowedError(f"only {_who(step)} can {gesture} this record")
    if record.status not in step.source:
        raise NotAllowedError(f"nobody can {gesture} a record that is {_said(record.status)}")
    if step.reasoned and not (reason or "").strip():
        raise NotAllowedError(f"to {gesture} this record, give a reason")
    return step


def _who(step: Step) -> str:
    names = [f"a {role}" for role in sorted(step.by)]
    return " or ".join([*(["its author"] if step.by_author else []), *names])


def _said(status: RecordStatus) -> str:
    return _IN_A_SENTENCE.get(status, status.value)


_IN_A_SENTENCE = {
    RecordStatus.NEEDS_INFORMATION: "waiting for information",
    RecordStatus.DISTILLED: "distilled into a lesson",
}


def _withdrawn(record: _Record) -> _Record:
    history = tuple(event.model_copy(update={"reason": None}) for event in record.history)
    return record.erased().model_copy(update={"history": history})
