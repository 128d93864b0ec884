"""What the working group tells its host at the end of a visit."""

from typing import ClassVar, Literal, Self

from pydantic import Field

from knowledge.fields import Identifier, Prose
from knowledge.records.base import Lifecycle, Record, RecordGesture, RecordStatus, RecordType, Step
from knowledge.visits import Role

_DRAFT = frozenset({RecordStatus.SUBMITTED})
_PEERS = frozenset({Role.FACILITATOR, Role.PARTICIPANT})
_FACILITATOR = frozenset({Role.FACILITATOR})

_STEPS = (
    Step(RecordGesture.REVISE, _DRAFT, RecordStatus.SUBMITTED, _FACILITATOR, by_author=True),
    Step(RecordGesture.AGREE, _DRAFT, RecordStatus.SUBMITTED, _PEERS),
    Step(RecordGesture.SETTLE, _DRAFT, RecordStatus.AGREED, _FACILITATOR),
    Step(RecordGesture.WITHDRAW, _DRAFT | {RecordStatus.AGREED}, RecordStatus.WITHDRAWN, by_author=True),
)


class GroupFeedback(Record):
    """The group's own words, composed from the records it chose."""

    type: Literal[RecordType.GROUP_FEEDBACK] = RecordType.GROUP_FEEDBACK
    lifecycle: ClassVar[Lifecycle] = {step.gesture: step for step in _STEPS}

    asked: ClassVar[tuple[str, ...]] = ("strengths", "considerations", "innovations", "questions")

    strengths: tuple[Prose, ...] = Field(
        default=(), max_length=50, title="Strengths", description="Each on a line of its own."
    )
    considerations: tuple[Prose, ...] = Field(default=(), max_length=50, title="Things to consider")
    innovations: tuple[Prose, ...] = Field(default=(), max_length=50, title="Innovations")
    questions: tuple[Prose, ...] = Field(default=(), max_length=50, title="Questions for the host")
    chosen: tuple[Identifier, ...] = Field(default=(), max_length=500)
    """Ids of the records it was composed from."""
    agreed_by: tuple[Identifier, ...] = Field(default=(), max_length=500)
    """Pseudonyms of those who have agreed to these very words."""

    @property
    def edition(self) -> int:
        """How often its words were changed; whoever agrees says which they have read."""
        return sum(event.gesture is RecordGesture.REVISE for event in self.history)

    def erased(self) -> Self:
        gone = ("strengths", "considerations", "innovations", "questions", "chosen", "agreed_by")
        return self.model_copy(update=dict.fromkeys(gone, ()) | {"respondent_role": None})
