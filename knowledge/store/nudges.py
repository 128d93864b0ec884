"""The reminders that Slack holds for us, or was about to when we died.

A reminder is kept before Slack is asked to schedule it: one without a ``scheduled_message_id`` may or
may not be Slack's, and whoever takes it over looks there first. Nothing here refers to a session or a
person by a foreign key, because what Slack holds is called off after they are gone.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.nudges import Nudge
from knowledge.store.engine import Database
from knowledge.store.rows import Row
from knowledge.store.statements import insert_once
from knowledge.store.values import StandingNudge
from knowledge.store.visit_tables import nudges


@dataclass(frozen=True, slots=True)
class Nudges:
    """What was scheduled, whether it was sent since or not."""

    database: Database

    def standing(self, visit: str) -> tuple[StandingNudge, ...]:
        """All of a visit, the earliest first."""
        order = (nudges.c.due_at, nudges.c.person_id, nudges.c.kind, nudges.c.session)
        chosen = sa.select(nudges).where(nudges.c.visit_id == visit).order_by(*order)
        with self.database.reading() as connection:
            return tuple(_standing_of(row) for row in connection.execute(chosen))

    def visits_with(self, since: datetime) -> frozenset[str]:
        """The visits of which something is due after this moment."""
        chosen = sa.select(nudges.c.visit_id).where(nudges.c.due_at > since).distinct()
        with self.database.reading() as connection:
            return frozenset(connection.scalars(chosen))

    def begin(self, nudge: Nudge, channel: str, now: datetime) -> bool:
        """Whether it is the caller's to schedule; False when it was begun before."""
        row = {
            "visit_id": nudge.visit,
            "person_id": nudge.person,
            "kind": nudge.kind,
            "session": nudge.session or "",
            "due_at": nudge.due_at,
            "titles": nudge.titles,
            "channel": channel,
            "begun_at": now,
        }
        with self.database.writing() as connection:
            return insert_once(connection, nudges, row)

    def take_over(self, standing: StandingNudge, now: datetime) -> bool:
        """Whether what somebody began and did not end is the caller's; False when another was quicker."""
        unended = (
            *_same(standing.nudge),
            nudges.c.scheduled_message_id.is_(None),
            nudges.c.begun_at == standing.begun_at,
        )
        with self.database.writing() as connection:
            taken = sa.update(nudges).where(*unended).values(begun_at=now)
            return connection.execute(taken).rowcount == 1

    def scheduled(self, nudge: Nudge, scheduled_message_id: str) -> None:
        """Keeps what Slack calls it."""
        kept = sa.update(nudges).where(*_same(nudge)).values(scheduled_message_id=scheduled_message_id)
        with self.database.writing() as connection:
            connection.execute(kept)

    def remove(self, standing: StandingNudge) -> None:
        """Forgets what was called off; not what was scheduled in its place meanwhile."""
        called_off = (
            *_same(standing.nudge),
            nudges.c.scheduled_message_id.is_not_distinct_from(standing.scheduled_message_id),
            nudges.c.begun_at == standing.begun_at,
        )
        with self.database.writing() as connection:
            connection.execute(sa.delete(nudges).where(*called_off))


def _same(nudge: Nudge) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        nudges.c.visit_id == nudge.visit,
        nudges.c.person_id == nudge.person,
        nudges.c.kind == nudge.kind,
        nudges.c.session == (nudge.session or ""),
        nudges.c.due_at == nudge.due_at,
    )


def _standing_of(row: Row) -> StandingNudge:
    nudge = Nudge(
        visit=row.visit_id,
        person=row.person_id,
        kind=row.kind,
        session=row.session or None,
        titles=tuple(row.titles),
        due_at=row.due_at,
    )
    return StandingNudge(nudge, row.channel, row.begun_at, row.scheduled_message_id)
