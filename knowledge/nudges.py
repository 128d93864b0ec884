"""When people on a visit are reminded to tell what they saw. Pure.

A plan says what should stand from ``now`` on, for the next days only: it is made again and again, and
``changes`` says what is to be called off and scheduled so that exactly the plan stands. The one thing
to remember: what is due within a minute is as good as sent, and nobody is told the same thing twice.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from knowledge.visits import Session, SessionKind, Visit, VisitState

AFTER = timedelta(minutes=5)
"""From the end of a session: people have got up, and still know what they saw."""
TOGETHER = timedelta(minutes=30)
"""Sessions that end within this time are one reminder: two in half an hour would be nagging."""
BEFORE_DISCUSSION = timedelta(minutes=15)
"""Time enough to write a thing down before the group talks it over."""
AFTER_START = timedelta(minutes=2)
"""From the start of the group discussion: Slack schedules nothing that is due at once."""
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Clocks at the host between which nobody is written to: an evening off, and a morning."""
AHEAD = timedelta(days=3)
"""A programme changes until its day; what is far off is not worth calling off each time.

Slack takes what is at most 120 days off, and 30 messages to a person in five minutes."""
AS_GOOD_AS_SENT = timedelta(minutes=1)
"""Slack calls off nothing later: https://docs.slack.dev/reference/methods/chat.deleteScheduledMessage"""


class NudgeKind(StrEnum):
    """What a reminder is about."""

    SESSION = "after a session"
    LAST_CALL = "last call"


@dataclass(frozen=True, slots=True)
class Peer:
    """A participant, as far as reminding them goes."""

    person: str
    wanted: bool = True
    """Whether they want to be reminded."""
    written: frozenset[str] = frozenset()
    """Sessions that they have told something about."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """A reminder to one person."""

    visit: str
    person: str
    kind: NudgeKind
    session: str | None
    """The session the form opens with; None where the form finds it itself."""
    titles: tuple[str, ...]
    """The sessions it is about, in words."""
    due_at: datetime

    @property
    def about(self) -> tuple[str, str, NudgeKind, str | None]:
        """What nobody is told twice."""
        return self.visit, self.person, self.kind, self.session

    def is_sent(self, now: datetime) -> bool:
        return self.due_at <= now + AS_GOOD_AS_SENT


@dataclass(frozen=True, slots=True)
class Changes:
    """What makes a plan stand: first these are called off, then those scheduled."""

    call_off: tuple[Nudge, ...]
    schedule: tuple[Nudge, ...]


def plan(
    visit: Visit,
    programme: Sequence[Session],
    people: Sequence[Peer],
    now: datetime,
    discussing_since: datetime | None = None,
) -> tuple[Nudge, ...]:
    """The reminders that should stand, the earliest first; ``discussing_since`` once the group discusses."""
    moments = _moments(visit, programme, discussing_since)
    near = sorted(one for one in moments if now < one.due_at <= now + AHEAD)
    made = (moment.nudge(visit, peer) for moment in near for peer in people if peer.wanted)
    return tuple(nudge for nudge in made if nudge)


def changes(standing: Collection[Nudge], wanted: Collection[Nudge], now: datetime) -> Changes:
    """What differs between what stands and what should."""
    sent = {nudge.about: nudge.due_at for nudge in sorted(standing, key=_due) if nudge.is_sent(now)}
    there, should = frozenset(standing), frozenset(wanted)

    def was_told(nudge: Nudge) -> bool:
        # A session that was put off after its reminder went out is worth another one.
        before = sent.get(nudge.about)
        return before is not None and nudge.due_at - before <= TOGETHER

    return Changes(
        call_off=tuple(one for one in standing if one not in should and not one.is_sent(now)),
        schedule=tuple(one for one in wanted if one not in there and not was_told(one)),
    )


def group_discussion(programme: Iterable[Session]) -> Session | None:
    """Where the group agrees what it tells its host: the last discussion there is."""
    discussions = (session for session in programme if session.kind is SessionKind.DISCUSSION)
    return max(discussions, key=lambda session: (session.start, session.id), default=None)


@dataclass(frozen=True, slots=True, order=True)
class _Moment:
    """A time at which people are reminded."""

    due_at: datetime
    kind: NudgeKind
    sessions: tuple[tuple[str, str], ...]
    """Ids and titles, in the order the sessions end."""

    def nudge(self, visit: Visit, peer: Peer) -> Nudge | None:
        """The peer's; None when they have written about all of it."""
        if self.kind is NudgeKind.LAST_CALL:
            titles = tuple(title for _, title in self.sessions)
            return Nudge(visit.id, peer.person, self.kind, None, titles, self.due_at)
        left = [(session, title) for session, title in self.sessions if session not in peer.written]
        if not left:
            return None
        titles = tuple(title for _, title in left)
        return Nudge(visit.id, peer.person, self.kind, left[-1][0], titles, self.due_at)


def _moments(visit: Visit, programme: Sequence[Session], since: datetime | None) -> list[_Moment]:
    if visit.state is VisitState.OPEN:
        discussion = group_discussion(programme)
        call = _last_call(visit, discussion)
        others = [session for session in programme if session != discussion]
        return [*_after_sessions(visit, others, call), *([call] if call else [])]
    if visit.state is VisitState.DISCUSSION and since:
        due_at = _awake(visit, since + AFTER_START)
        return [_Moment(due_at, NudgeKind.LAST_CALL, ())] if due_at else []
    return []


def _last_call(visit: Visit, discussion: Session | None) -> _Moment | None:
    if discussion is None:
        return None
    due_at = _awake(visit, discussion.start - BEFORE_DISCUSSION)
    if due_at is None or due_at > discussion.start:
        return None
    return _Moment(due_at, NudgeKind.LAST_CALL, ((discussion.id, discussion.title),))


def _after_sessions(visit: Visit, sessions: Sequence[Session], call: _Moment | None) -> Iterator[_Moment]:
    due: dict[datetime, list[Session]] = {}  # after a late evening several fall on one morning
    for ended in _together(sessions):
        due_at = _awake(visit, ended[-1].end + AFTER)
        if due_at and not (call and abs(due_at - call.due_at) <= AFTER):  # The last call asks it too.
            due.setdefault(due_at, []).extend(ended)
    for due_at, ended in due.items():
        yield _Moment(due_at, NudgeKind.SESSION, tuple((one.id, one.title) for one in ended))


def _together(sessions: Sequence[Session]) -> list[list[Session]]:
    """The sessions by when they end, those that end within half an hour of the first as one."""
    groups: list[list[Session]] = []
    for session in sorted(sessions, key=lambda one: (one.end, one.start, one.id)):
        if groups and session.end - groups[-1][0].end <= TOGETHER:
            groups[-1].append(session)
        else:
            groups.append([session])
    return groups


def _awake(visit: Visit, moment: datetime) -> datetime | None:
    """The moment, or the next morning when it is night at the host; None once the visit is over by then."""
    local = visit.local(moment)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    if day > visit.ends:
        return None
    return datetime.combine(day, QUIET_UNTIL, ZoneInfo(visit.time_zone)).astimezone(UTC)


def _due(nudge: Nudge) -> datetime:
    return nudge.due_at
