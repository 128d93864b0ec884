"""A visit, its programme and its people; who may do what, and when. Pure.

The one thing to remember: a Participant's ``pseudonym`` is all that records know of a person.
The person behind it is kept elsewhere, by the store's ``people`` alone, and never exported.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from knowledge.errors import NotAllowedError
from knowledge.fields import CouncilName, Identifier, Line, Moment, Prose, TimeZone, Value
from knowledge.model import Audience, Theme


class Attribution(StrEnum):
    """How people and organisations may be named, from the loosest rule to the strictest."""

    OPEN = "open"
    ORGANISATION = "organisation only"
    ROLE = "role only"
    CHATHAM_HOUSE = "Chatham House"


class SessionKind(StrEnum):
    """What people do in a session."""

    TALK = "talk"
    WALK = "walk"
    WORKSHOP = "workshop"
    DISCUSSION = "discussion"


class Role(StrEnum):
    """What somebody is to a visit."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    HOST = "host"
    OTHER = "other"


class VisitState(StrEnum):
    """How far a visit has come, in this order.

    What was told on an archived one stays as it is; what councils committed themselves to outlives it.
    """

    PLANNED = "planned"
    OPEN = "open"
    DISCUSSION = "discussion"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def said(self) -> str:
        """What a visit in this state is, in a sentence."""
        return "in discussion" if self is VisitState.DISCUSSION else self.value


UNDER_WAY = frozenset({VisitState.OPEN, VisitState.DISCUSSION})
OVER = frozenset({VisitState.CLOSED, VisitState.ARCHIVED})


class VisitGesture(StrEnum):
    """What somebody does with a visit, in the words of a refusal: "can … a visit"."""

    SEE = "see"
    CHANGE = "change"
    OPEN = "open"
    LOG = "log feedback on"
    REVIEW = "review the feedback of"
    BOARD = "see the accepted feedback of"
    DISTIL = "propose a lesson from"
    DISCUSS = "start the group discussion of"
    COMPOSE = "compose the group feedback of"
    AGREE = "agree the group feedback of"
    COMMIT = "make or settle a commitment on"
    FOLLOW_UP = "follow up the commitments of"
    CLOSE = "close"
    REPORT = "make the report of"
    HAND_OVER = "hand over the report of"
    ARCHIVE = "archive"


class Session(Value):
    """One item of a programme."""

    asked: ClassVar[tuple[str, ...]] = ("title", "kind", "place", "theme", "speakers")
    """What a form asks for beside the times."""

    id: Identifier
    start: Moment
    end: Moment
    title: Line = Field(title="What is it called?")
    theme: Theme | None = Field(default=None, title="Theme")
    place: Line | None = Field(default=None, title="Where is it?")
    speakers: tuple[Line, ...] = Field(
        default=(),
        max_length=20,
        title="Who leads it?",
        description="By post, never by name; one on each line.",
    )
    """By role, never by name."""
    kind: SessionKind = Field(default=SessionKind.TALK, title="What do people do?")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a session ends after it starts")
        return self


class Person(Value):
    """Somebody, as only the store's ``people`` knows them."""

    id: Identifier
    display_name: Line
    slack_team: Identifier | None = None
    slack_user: Identifier | None = None
    nudged: bool = True
    """Whether the person wants to be reminded to log what they saw."""


class Participant(Value):
    """A person on a visit."""

    visit: Identifier
    person: Identifier
    pseudonym: Identifier
    """What records call the person on this visit; another one on every other visit."""
    council: Line | None = None
    """None for whoever is there for no council, as a facilitator may be."""
    role: Role = Role.PARTICIPANT
    post: Line | None = None
    """What they do at their council, without their name: "head of housing"."""
    consent_version: Line | None = None
    """The text on keeping what they say that they agreed to; None until they have."""
    consented_at: Moment | None = None


class Visit(Value):
    """One working group learning at one host."""

    asked: ClassVar[tuple[str, ...]] = ("title", "focus", "host", "visitors", "starts", "ends", "attribution")
    """What a form asks for; a visit can be planned without the rest, which are details."""
    details: ClassVar[tuple[str, ...]] = ("audience", "selection", "time_zone")

    id: Identifier
    title: Line = Field(title="What is the visit called?")
    focus: Line = Field(title="Which question is it to answer?")
    """The question the visit is to answer."""
    host: CouncilName = Field(title="Which council is visited?")
    visitors: tuple[CouncilName, ...] = Field(
        default=(), max_length=50, title="Which councils visit it?", description="One on each line."
    )
    selection: Prose | None = Field(
        default=None,
        title="How were the councils chosen?",
        description="It goes into the introduction of the report.",
    )
    """How the councils were chosen."""
    starts: date = Field(title="First day")
    ends: date = Field(title="Last day")
    time_zone: TimeZone = Field(
        default="Europe/London",
        title="Time zone of the host",
        description="Times of sessions are those that clocks show there.",
    )
    attribution: Attribution = Field(default=Attribution.OPEN, title="Who may be named in what comes of it?")
    audience: Audience = Field(default=Audience.VISIT_TEAM, title="Who may see what comes of it?")
    channel: Identifier | None = None
    state: VisitState = VisitState.PLANNED
    version: int = Field(default=1, ge=1)
    """The number of the last change; the store counts it."""
    progress_every_weeks: int | None = Field(default=12, ge=1, le=104)
    """How often its commitments are asked after; None for never."""

    @model_validator(mode="after")
    def _ends_no_earlier_than_it_starts(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("a visit ends no earlier than it starts")
        return self

    @property
    def councils(self) -> tuple[str, ...]:
        """The host, then the visitors."""
        return (self.host, *self.visitors)

    def local(self, moment: datetime) -> datetime:
        """The moment as clocks at the host show it."""
        return moment.astimezone(ZoneInfo(self.time_zone))


def running(programme: Sequence[Session], at: datetime) -> Session | None:
    """The session that is on, else the last one that is over: what people have just been to."""
    begun = [session for session in programme if session.start <= at]
    on = [session for session in begun if at < session.end]
    return max(on or begun, key=lambda session: (session.start, session.end), default=None)


def in_hand(visits: Sequence[Visit], at: datetime) -> Visit | None:
    """The visit somebody who takes part in these has most to do with: one under way, else the nearest."""

    def distance(visit: Visit) -> tuple[bool, int, str]:
        today = visit.local(at).date()
        days = max((visit.starts - today).days, (today - visit.ends).days, 0)
        return visit.state not in UNDER_WAY, days, visit.id

    return min((visit for visit in visits if visit.state not in OVER), key=distance, default=None)


_Permissions = Mapping[Role, frozenset[VisitState]]

_ALWAYS = frozenset(VisitState)
_BEFORE_CLOSING = UNDER_WAY | {VisitState.PLANNED}
_IN_DISCUSSION = frozenset({VisitState.DISCUSSION})
_ONCE_DISCUSSED = frozenset({VisitState.DISCUSSION, VisitState.CLOSED})
_ONCE_OPEN = _ALWAYS - {VisitState.PLANNED}


def _facilitator(*states: VisitState) -> _Permissions:
    return {Role.FACILITATOR: frozenset(states)}


_PERMISSIONS: Mapping[VisitGesture, _Permissions] = {
    VisitGesture.SEE: dict.fromkeys((Role.FACILITATOR, Role.PARTICIPANT, Role.HOST), _ALWAYS),
    VisitGesture.CHANGE: _facilitator(*_BEFORE_CLOSING),
    VisitGesture.OPEN: _facilitator(VisitState.PLANNED),
    VisitGesture.LOG: dict.fromkeys((Role.FACILITATOR, Role.PARTICIPANT), UNDER_WAY),
    VisitGesture.REVIEW: _facilitator(*UNDER_WAY),
    VisitGesture.BOARD: {Role.FACILITATOR: _ONCE_OPEN, Role.PARTICIPANT: _ONCE_DISCUSSED | OVER},
    VisitGesture.DISTIL: _facilitator(*_ONCE_OPEN),
    VisitGesture.DISCUSS: _facilitator(VisitState.OPEN),
    VisitGesture.COMPOSE: _facilitator(*_IN_DISCUSSION),
    VisitGesture.AGREE: dict.fromkeys((Role.FACILITATOR, Role.PARTICIPANT), _IN_DISCUSSION),
    VisitGesture.COMMIT: dict.fromkeys((Role.FACILITATOR, Role.PARTICIPANT), _ONCE_DISCUSSED),
    VisitGesture.FOLLOW_UP: dict.fromkeys((Role.FACILITATOR, Role.PARTICIPANT), _ONCE_DISCUSSED | OVER),
    VisitGesture.CLOSE: _facilitator(VisitState.DISCUSSION),
    VisitGesture.REPORT: {Role.FACILITATOR: _ONCE_DISCUSSED | OVER, Role.HOST: OVER},
    VisitGesture.HAND_OVER: _facilitator(*_ALWAYS),
    VisitGesture.ARCHIVE: _facilitator(VisitState.CLOSED),
}

_NEXT: Mapping[VisitGesture, VisitState] = {
    VisitGesture.OPEN: VisitState.OPEN,
    VisitGesture.DISCUSS: VisitState.DISCUSSION,
    VisitGesture.CLOSE: VisitState.CLOSED,
    VisitGesture.ARCHIVE: VisitState.ARCHIVED,
}


def allowed(gesture: VisitGesture, role: Role, state: VisitState) -> bool:
    return state in _PERMISSIONS[gesture].get(role, frozenset())


def may_ever(gesture: VisitGesture, role: Role) -> bool:
    """Whether somebody of this role may do it at some time of the visit."""
    return role in _PERMISSIONS[gesture]


def next_state(gesture: VisitGesture, role: Role, state: VisitState) -> VisitState:
    """The state after the gesture; NotAllowedError says in a sentence why it cannot be made."""
    if allowed(gesture, role, state):
        return _NEXT.get(gesture, state)
    by_role = _PERMISSIONS[gesture]
    if role not in by_role:
        raise NotAllowedError(f"only {_listed(by_role)} can {gesture} a visit")
    states = [each.said for each in VisitState if each in by_role[role]]
    raise NotAllowedError(
        f"a {role} can {gesture} a visit that is {_either(states)}, and this one is {state.said}"
    )


def _listed(roles: _Permissions) -> str:
    names = [f"the {role}" if role is Role.HOST else f"a {role}" for role in roles]
    return _either(names)


def _either(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
