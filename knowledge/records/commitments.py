"""What a council says it will do after a visit."""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import Field

from knowledge.fields import Line, Prose
from knowledge.records.base import ERASED, Lifecycle, Record, RecordGesture, RecordStatus, RecordType, Step
from knowledge.visits import Role

_SUBMITTED = frozenset({RecordStatus.SUBMITTED})
_UNDER_WAY = frozenset({RecordStatus.AGREED, RecordStatus.AT_RISK})
_FACILITATOR = frozenset({Role.FACILITATOR})

_STEPS = (
    Step(RecordGesture.REVISE, _SUBMITTED, RecordStatus.SUBMITTED, by_author=True),
    Step(RecordGesture.SETTLE, _SUBMITTED, RecordStatus.AGREED, _FACILITATOR),
    Step(
        RecordGesture.FLAG,
        frozenset({RecordStatus.AGREED}),
        RecordStatus.AT_RISK,
        _FACILITATOR,
        by_author=True,
        reasoned=True,
    ),
    Step(
        RecordGesture.RECOVER,
        frozenset({RecordStatus.AT_RISK}),
        RecordStatus.AGREED,
        _FACILITATOR,
        by_author=True,
    ),
    Step(RecordGesture.FINISH, _UNDER_WAY, RecordStatus.DONE, _FACILITATOR, by_author=True),
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
