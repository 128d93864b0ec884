"""What somebody saw or heard on a visit, and what they make of it."""

from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field

from knowledge.fields import Identifier, Line, Prose, Value
from knowledge.records.base import ERASED, Lifecycle, Record, RecordGesture, RecordStatus, RecordType, Step
from knowledge.visits import Role

_OPEN = frozenset({RecordStatus.SUBMITTED, RecordStatus.NEEDS_INFORMATION})
_FACILITATOR = frozenset({Role.FACILITATOR})
_DECIDED = frozenset({RecordStatus.ACCEPTED, RecordStatus.REJECTED})
_DISTILLED = frozenset({RecordStatus.DISTILLED})
_KEPT = _OPEN | _DECIDED | _DISTILLED


class FeedbackKind(StrEnum):
    """What somebody makes of what they saw."""

    WORKED_WELL = "worked well"
    TO_CONSIDER = "to consider"
    INNOVATION = "innovation"
    QUESTION = "question"
    RISK = "risk"


class Intent(StrEnum):
    """Whether the person means to act on it at home."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class EvidenceKind(StrEnum):
    """Where it can be looked up; a message leads to who wrote it."""

    MESSAGE = "message"
    DOCUMENT = "document"
    OBSERVATION = "observation"


class Evidence(Value):
    """What a record rests on."""

    kind: EvidenceKind
    reference: Line | None = None
    """An address, a title, a page."""
    quote: Prose | None = None


_STEPS = (
    Step(RecordGesture.REVISE, _OPEN, RecordStatus.SUBMITTED, by_author=True),
    Step(RecordGesture.ACCEPT, frozenset({RecordStatus.SUBMITTED}), RecordStatus.ACCEPTED, _FACILITATOR),
    Step(
        RecordGesture.ASK,
        frozenset({RecordStatus.SUBMITTED}),
        RecordStatus.NEEDS_INFORMATION,
        _FACILITATOR,
        reasoned=True,
    ),
    Step(RecordGesture.REJECT, _OPEN, RecordStatus.REJECTED, _FACILITATOR, reasoned=True),
    Step(RecordGesture.REOPEN, _DECIDED | _DISTILLED, RecordStatus.SUBMITTED, _FACILITATOR, reasoned=True),
    Step(RecordGesture.DISTIL, frozenset({RecordStatus.ACCEPTED}), RecordStatus.DISTILLED, _FACILITATOR),
    Step(RecordGesture.WITHDRAW, _KEPT, RecordStatus.WITHDRAWN, by_author=True),
    Step(RecordGesture.KEEP_BACK, _KEPT, None, _FACILITATOR),
    Step(RecordGesture.RELEASE, _KEPT, None, _FACILITATOR),
)


class FeedbackRecord(Record):
    """What was seen, why, what follows from it, and how useful that is."""

    type: Literal[RecordType.FEEDBACK] = RecordType.FEEDBACK
    lifecycle: ClassVar[Lifecycle] = {step.gesture: step for step in _STEPS}

    asked: ClassVar[tuple[str, ...]] = (
        "kind",
        "observation",
        "session",
        "theme",
        "usefulness",
        "intends_to_act",
    )
    details: ClassVar[tuple[str, ...]] = (
        "discussion",
        "conclusion",
        "recommendation",
        "enquiry",
        "attribution",
    )

    kind: FeedbackKind = Field(title="What kind of thing is it?")
    observation: Prose = Field(
        title="What did you see or hear?",
        description="So that somebody who was not there understands it. Please name nobody.",
    )
    discussion: Prose | None = Field(default=None, title="Why does it work like that, and where?")
    conclusion: Prose | None = Field(default=None, title="What do you conclude from it?")
    recommendation: Prose | None = Field(default=None, title="What would you recommend to others?")
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)
    usefulness: int | None = Field(
        default=None, ge=1, le=5, title="How useful is it to you?", description="From 1, hardly, to 5, very."
    )
    intends_to_act: Intent | None = Field(default=None, title="Will you act on it at home?")
    enquiry: Identifier | None = Field(default=None, title="Does it answer a question you took along?")
    """What ``knowledge.gaps.Enquiry.id`` says; asked only on a visit that takes questions along."""

    def erased(self) -> Self:
        gone = ("discussion", "conclusion", "recommendation", "usefulness", "intends_to_act", "enquiry")
        return self.model_copy(
            update=dict.fromkeys(gone) | {"observation": ERASED, "evidence": (), "respondent_role": None}
        )
