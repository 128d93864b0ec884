"""What every record has, and what happened to it. Pure.

``history`` is the record's whole life, and its length the record's version: whoever changes a
record says how much of it they had seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field

from knowledge.fields import Identifier, Line, Moment, Prose, Value
from knowledge.model import Theme
from knowledge.visits import Attribution, Role, VisitGesture

ERASED = "(withdrawn by its author)"
"""What stands where a required text was."""


class RecordType(StrEnum):
    """What is told, and so which fields it has."""

    FEEDBACK = "feedback"
    GROUP_FEEDBACK = "group feedback"
    COMMITMENT = "commitment"


class RecordStatus(StrEnum):
    """How far a record has come; which of them a record can have is its type's lifecycle."""

    SUBMITTED = "submitted"
    NEEDS_INFORMATION = "needs information"
    ACCEPTED = "accepted"
    DISTILLED = "distilled"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"
    AT_RISK = "at risk"
    DONE = "done"


class RecordGesture(StrEnum):
    """What somebody does with a record, in the words of a refusal: "can … this record"."""

    REVISE = "revise"
    ACCEPT = "accept"
    ASK = "ask for information on"
    REJECT = "reject"
    REOPEN = "reopen"
    DISTIL = "distil"
    AGREE = "agree to"
    SETTLE = "settle"
    FLAG = "mark as at risk"
    RECOVER = "mark as on track"
    FINISH = "mark as done"
    WITHDRAW = "withdraw"
    KEEP_BACK = "keep back"
    RELEASE = "release"


class Sensitivity(StrEnum):
    """Whether a facilitator keeps a record back from all but facilitators."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"


class Source(StrEnum):
    """How a record reached us."""

    MODAL = "modal"
    MESSAGE = "message shortcut"
    COMMAND_LINE = "cli"


class Actor(Value):
    """Whoever does something with a record."""

    pseudonym: Identifier
    role: Role


class Event(Value):
    """One thing that happened to a record."""

    at: Moment
    actor: Identifier
    """A pseudonym."""
    role: Role
    gesture: RecordGesture
    status: RecordStatus
    """The record's status from then on."""
    reason: Prose | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Who may make a gesture, from which statuses, and what it leads to."""

    gesture: RecordGesture
    source: frozenset[RecordStatus]
    target: RecordStatus | None
    """None leaves the record's status as it is."""
    by: frozenset[Role] = frozenset()
    by_author: bool = False
    reasoned: bool = False
    """Whether it needs a reason."""
    within: VisitGesture = VisitGesture.SEE
    """What the visit must allow whoever makes it to do, as it stands by then."""


Lifecycle = Mapping[RecordGesture, Step]


class Record(Value):
    """One thing one person told us about one visit.

    What a form asks is the ``title`` of a field, and how it helps is the ``description``.
    """

    type: RecordType
    lifecycle: ClassVar[Lifecycle]
    asked: ClassVar[tuple[str, ...]]
    """The fields that a form asks for, in this order; at most six, for a telephone in a corridor."""
    details: ClassVar[tuple[str, ...]] = ()
    """Those it asks for when more is to be said."""

    id: Identifier
    """Made from what was sent, so that a repeated delivery has the same."""
    visit: Identifier
    session: Identifier | None = Field(default=None, title="Which session?")
    theme: Theme | None = Field(default=None, title="Which theme is it about?")
    respondent: Identifier
    """A pseudonym."""
    respondent_role: Line | None = None
    """What the person does, without a name: "head of housing"."""
    attribution: Attribution = Field(
        default=Attribution.OPEN,
        title="How may you be named?",
        description="The rule of the visit holds all the same where it is stricter.",
    )
    """The author's own wish; the visit's rule holds where it is stricter."""
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    created_at: Moment
    source: Source
    status: RecordStatus = RecordStatus.SUBMITTED
    history: tuple[Event, ...] = Field(default=(), max_length=1000)

    @property
    def version(self) -> int:
        return len(self.history)

    def erased(self) -> Self:
        """The tombstone: what the person told is gone, when and by which pseudonym it was told stays."""
        raise NotImplementedError
