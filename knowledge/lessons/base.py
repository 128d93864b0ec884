"""A lesson, what each of its claims rests on, and what happened to it. Pure.

``history`` is the lesson's whole life, the proposal first, and its length the lesson's version:
whoever changes a lesson says how much of it they had seen. People stand in it under the pseudonym
that all lessons know them by, which is not the one of any visit.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from knowledge.fields import PROSE_LIMIT, Identifier, Line, Moment, Prose, Value
from knowledge.model import AS_OF, Audience, Theme
from knowledge.records import Source
from knowledge.visits import Attribution


class LessonStatus(StrEnum):
    """How far a lesson has come."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    VALIDATED = "validated"
    ENDORSED = "endorsed"
    SHARED = "shared"
    APPLIED = "applied"
    STALE = "stale"
    CONTRADICTED = "contradicted"
    MERGED = "merged"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class LessonGesture(StrEnum):
    """What somebody does with a lesson, in the words of a refusal: "can … this lesson"."""

    PROPOSE = "propose"
    REVISE = "revise"
    RETURN = "return"
    VALIDATE = "validate"
    ENDORSE = "endorse"
    SHARE = "share"
    ADD_EVIDENCE = "add evidence to"
    MERGE = "merge"
    REJECT = "reject"
    APPLY = "say they used"
    EXPIRE = "let the review date pass of"
    RENEW = "renew"
    CONTRADICT = "mark as contradicted"
    SUPERSEDE = "supersede"
    RETIRE = "retire"
    RECHECK = "check the quotes of"


class LessonRole(StrEnum):
    """What somebody is to a lesson."""

    FACILITATOR = "facilitator"
    OWNER = "theme owner"
    HOST = "host"
    OFFICER = "officer"
    PEERBOT = "Peerbot"
    """Nobody: what happens by itself."""


class Stance(StrEnum):
    """What a quote says of the claim it stands under."""

    SUPPORTS = "supports"
    DISAGREES = "disagrees"


def _storable(text: str) -> str:
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("it holds signs that no text has")
    return text


Verbatim = Annotated[str, StringConstraints(min_length=1, max_length=PROSE_LIMIT), AfterValidator(_storable)]
"""Text that nothing has cleaned, for it must be found again sign by sign."""
AsOf = Annotated[str, StringConstraints(pattern=rf"^{AS_OF.pattern}$")]


class _Evidence(Value):
    quote: Verbatim
    stance: Stance = Stance.SUPPORTS
    fault: Line | None = None
    """Why the quote no longer stands where it was found; None while it does."""


class RecordEvidence(_Evidence):
    """Words of a record."""

    kind: Literal["record"] = "record"
    record: Identifier
    visit: Identifier
    """The visit the record is of: two records of one visit are one source."""
    field: Identifier
    """The field of the record that holds them."""

    @property
    def origin(self) -> str:
        """What it comes from, for counting: equal origins are one source."""
        return f"visit {self.visit}"


class PassageEvidence(_Evidence):
    """Words of a case study: its text[start:end]."""

    kind: Literal["case study"] = "case study"
    case_study: Identifier
    start: int = Field(ge=0)
    end: int = Field(ge=1)

    @property
    def origin(self) -> str:
        """What it comes from, for counting: equal origins are one source."""
        return f"case study {self.case_study}"


LessonEvidence = Annotated[RecordEvidence | PassageEvidence, Field(discriminator="kind")]


class Claim(Value):
    """One thing that a lesson says is so, and the quotes it rests on."""

    text: Prose
    evidence: tuple[LessonEvidence, ...] = Field(min_length=1, max_length=100)


class LessonActor(Value):
    """Whoever does something with a lesson."""

    pseudonym: Identifier
    roles: frozenset[LessonRole]
    source: Source = Source.MODAL


class LessonEvent(Value):
    """One thing that happened to a lesson."""

    at: Moment
    actor: Identifier
    """A pseudonym."""
    role: LessonRole
    """The one that let them do it."""
    source: Source
    gesture: LessonGesture
    status: LessonStatus
    """The lesson's status from then on."""
    reason: Prose | None = None


class LessonDraft(Value):
    """The words of a lesson, as somebody proposes them."""

    title: Line = Field(title="The lesson in one line")
    prompt: Prose | None = Field(default=None, title="What prompted it?")
    lesson: Prose = Field(title="The lesson")
    recommendation: Prose | None = Field(default=None, title="What should others do?")
    applies_when: Prose | None = Field(default=None, title="When does it apply?")
    not_when: Prose | None = Field(default=None, title="When does it not?")
    theme: Theme = Field(title="Theme")
    claims: tuple[Claim, ...] = Field(min_length=1, max_length=20)

    @property
    def evidence(self) -> tuple[RecordEvidence | PassageEvidence, ...]:
        """All quotes of all claims, in order."""
        return tuple(each for claim in self.claims for each in claim.evidence)


class Lesson(LessonDraft):
    """What visits and case studies teach, in words that others can use."""

    id: Identifier
    """Made from what was sent, so that a repeated delivery has the same."""
    visit: Identifier | None = None
    """The first visit that it was distilled from; None when it rests on case studies alone."""
    councils: tuple[Line, ...] = Field(default=(), max_length=100)
    """Those it speaks of; empty where its attribution names no organisation."""
    attribution: Attribution = Attribution.OPEN
    """The strictest of its sources."""
    as_of: AsOf | None = None
    """The latest date that its sources speak of."""
    audience: Audience = Audience.VISIT_TEAM
    """Who may see it once it is shared; until then its visits' teams may, once it is endorsed."""
    review_on: date | None = None
    """The day from which it is stale unless somebody has looked at it again."""
    merged_into: Identifier | None = None
    superseded_by: Identifier | None = None
    status: LessonStatus = LessonStatus.PROPOSED
    history: tuple[LessonEvent, ...] = Field(min_length=1, max_length=10_000)

    @property
    def version(self) -> int:
        return len(self.history)

    @property
    def visits(self) -> frozenset[str]:
        """All that it rests on; their teams are those who see it before it is shared."""
        quoted = frozenset(each.visit for each in self.evidence if isinstance(each, RecordEvidence))
        return quoted or frozenset([self.visit] if self.visit else [])

    @property
    def proposer(self) -> str:
        """The pseudonym of whoever proposed it."""
        return self.history[0].actor

    @property
    def writers(self) -> frozenset[str]:
        """The pseudonyms of all whose words or quotes are in it: none of them may validate it."""
        return frozenset(event.actor for event in self.history if event.gesture in _WRITING)

    @property
    def endorsed_by(self) -> LessonRole | None:
        """Whether the theme's owner or the host endorsed it; None while nobody has."""
        since = [event for event in self.history if event.gesture in {LessonGesture.ENDORSE, *_VOIDING}]
        return since[-1].role if since and since[-1].gesture is LessonGesture.ENDORSE else None

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each quote that no longer stands."""
        return tuple(
            f"claim {number}: {each.fault}"
            for number, each in numbered(self.claims)
            if each.fault is not None
        )


_WRITING = frozenset({LessonGesture.PROPOSE, LessonGesture.REVISE, LessonGesture.ADD_EVIDENCE})
_VOIDING = frozenset({LessonGesture.REVISE, LessonGesture.RETURN})


def numbered(claims: Sequence[Claim]) -> Iterator[tuple[int, RecordEvidence | PassageEvidence]]:
    """Every piece of evidence with the number of its claim, counted from one as people do."""
    return ((number, each) for number, claim in enumerate(claims, start=1) for each in claim.evidence)
