"""What a council says it will do after a visit.

It is made and settled while its visit is in discussion or closed, and outlives it: it is followed up
for as long as it takes, on an archived visit too.
"""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field

from knowledge.fields import Line, Prose
from knowledge.records.base import ERASED, Lifecycle, Record, RecordGesture, RecordStatus, RecordType, Step
from knowledge.visits import Role, VisitGesture

_SUBMITTED = frozenset({RecordStatus.SUBMITTED})
_UNDER_WAY = frozenset({RecordStatus.AGREED, RecordStatus.AT_RISK})
_FACILITATOR = frozenset({Role.FACILITATOR})

_STEPS = (
    Step(
        RecordGesture.REVISE,
        _SUBMITTED,
        RecordStatus.SUBMITTED,
        by_author=True,
        within=VisitGesture.COMMIT,
    ),
    Step(RecordGesture.SETTLE, _SUBMITTED, RecordStatus.AGREED, _FACILITATOR, within=VisitGesture.COMMIT),
    Step(
        RecordGesture.FLAG,
        frozenset({RecordStatus.AGREED}),
        RecordStatus.AT_RISK,
        _FACILITATOR,
        by_author=True,
        reasoned=True,
        within=VisitGesture.FOLLOW_UP,
    ),
    Step(
        RecordGesture.RECOVER,
        frozenset({RecordStatus.AT_RISK}),
        RecordStatus.AGREED,
        _FACILITATOR,
        by_author=True,
        within=VisitGesture.FOLLOW_UP,
    ),
    Step(
        RecordGesture.FINISH,
        _UNDER_WAY,
        RecordStatus.DONE,
        _FACILITATOR,
        by_author=True,
        within=VisitGesture.FOLLOW_UP,
    ),
    Step(
        RecordGesture.WITHDRAW,
        _SUBMITTED | _UNDER_WAY | {RecordStatus.DONE},
        RecordStatus.WITHDRAWN,
        by_author=True,
    ),
)


class Commitment(Record):
    """From a current to a desired state, by when, measured how, owned by which role."""

    type: Literal[RecordType.COMMITMENT] = RecordType.COMMITMENT
    lifecycle: ClassVar[Lifecycle] = {step.gesture: step for step in _STEPS}

    asked: ClassVar[tuple[str, ...]] = (
        "council",
        "current_state",
        "desired_state",
        "measure",
        "due",
        "owner_role",
    )
    details: ClassVar[tuple[str, ...]] = ("theme",)

    council: Line = Field(title="Which council?")
    current_state: Prose = Field(title="How is it today?")
    desired_state: Prose = Field(title="How shall it be?")
    measure: Prose | None = Field(default=None, title="How will you know?")
    due: date | None = Field(default=None, title="By when?")
    owner_role: Line | None = Field(
        default=None, title="Who owns it?", description="The role, not the name: head of housing."
    )

    def erased(self) -> Self:
        gone = ("measure", "due", "owner_role", "respondent_role")
        states = {"current_state": ERASED, "desired_state": ERASED}
        return self.model_copy(update=dict.fromkeys(gone) | states)
