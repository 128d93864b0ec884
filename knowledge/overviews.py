"""How a visit's feedback stands, for those who facilitate it. Pure.

It counts and names themes, and says of people only what the visit's rule lets it: who has told
nothing yet is a list of names under the open rule alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.attribution import count_shown
from knowledge.model import Theme
from knowledge.records import FeedbackRecord, Record, RecordStatus
from knowledge.visits import Attribution, Participant, Role, Session, Visit

_LEFT_OUT = frozenset({RecordStatus.WITHDRAWN, RecordStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Silent:
    """Those who have told nothing yet, as far as they may be shown."""

    count: int | None
    """How many; None when the rule withholds so small a number."""
    people: tuple[str, ...] = ()
    """Ids, under the open rule alone."""
    described: tuple[str, ...] = ()
    """Their councils or their roles, where the rule names these."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is of a visit's feedback, and what is lacking."""

    by_session: tuple[tuple[Session, int], ...]
    """The sessions that have begun, in order, and how much was told about each."""
    without_session: int
    by_theme: tuple[tuple[Theme | None, int], ...]
    """How much was told on each theme; None is for what has none."""
    waiting: int
    """How much waits for a facilitator."""
    gaps: tuple[Theme, ...]
    """Themes of sessions that are over, about which nothing was told."""
    silent: Silent

    @property
    def total(self) -> int:
        return self.without_session + sum(count for _, count in self.by_session)


def overview(
    visit: Visit,
    programme: Sequence[Session],
    records: Iterable[Record],
    people: Sequence[Participant],
    now: datetime,
) -> Overview:
    """``records`` are all of the visit's, tombstones too: whoever withdrew has not been silent."""
    told = [record for record in records if isinstance(record, FeedbackRecord)]
    standing = [record for record in told if record.status not in _LEFT_OUT]
    sessions = {session.id: session for session in programme}
    of_session = Counter(record.session for record in standing)
    touched = {_touched(record, sessions) for record in standing}
    over = {session.theme for session in programme if session.theme and session.end <= now}
    return Overview(
        by_session=tuple(
            (session, of_session[session.id])
            for session in programme
            if session.start <= now or of_session[session.id]
        ),
        without_session=of_session[None],
        by_theme=by_theme(standing),
        waiting=sum(record.status is RecordStatus.SUBMITTED for record in told),
        gaps=tuple(theme for theme in Theme if theme in over - touched),
        silent=_silent(visit.attribution, told, people),
    )


def by_theme(records: Iterable[Record]) -> tuple[tuple[Theme | None, int], ...]:
    """How many there are on each theme, in the order of the themes; those that name none come last.

    A theme is what its author says it is, here as in the report: a session's own is no word of theirs.
    """
    counts = Counter(record.theme for record in records)
    return tuple((theme, counts[theme]) for theme in (*Theme, None) if counts[theme])


def _touched(record: FeedbackRecord, sessions: dict[str, Session]) -> Theme | None:
    """The theme of the programme that is no gap any more: the record's own, else its session's."""
    session = sessions.get(record.session or "")
    return record.theme or (session.theme if session else None)


def _silent(rule: Attribution, told: Iterable[Record], people: Sequence[Participant]) -> Silent:
    heard = {record.respondent for record in told}
    silent = [one for one in people if one.role is Role.PARTICIPANT and one.pseudonym not in heard]
    if rule is Attribution.CHATHAM_HOUSE:
        known = count_shown((one.council for one in silent if one.council), rule) is not None
        return Silent(len(silent) if known else None)
    described: Iterable[str | None] = ()
    if rule is Attribution.ORGANISATION:
        described = (one.council for one in silent)
    elif rule is Attribution.ROLE:
        described = (one.post for one in silent)
    return Silent(
        count=len(silent),
        people=tuple(one.person for one in silent) if rule is Attribution.OPEN else (),
        described=tuple(sorted({name for name in described if name})),
    )
