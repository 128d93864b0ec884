"""What is done once by itself, such as a day's digest, and has been done already.

A chore is claimed before it is done: of several processes, or of one that dies and comes back, one
does it. What was claimed and could not be done is given up, and so is done at the next round.

What must not be lost either is begun and finished instead: what somebody began and did not finish is
taken over, by one who can look what came of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.statements import in_lists, insert_once
from knowledge.store.visit_tables import chores

_UNHEARD_OF = timedelta(minutes=5)
"""After which whoever began a chore has died: longer than any call is tried."""
_LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Chores:
    """The keys of what was done; whoever has a chore to do makes its key from what it is about."""

    database: Database

    def claim(self, key: str, now: datetime) -> bool:
        """Whether the chore is the caller's to do; False when it was claimed before."""
        with self.database.writing() as connection:
            return insert_once(connection, chores, {"key": key, "done_at": now})

    def claimed(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the keys that somebody has claimed."""
        with self.database.reading() as connection:
            return frozenset(
                key
                for some in in_lists(sorted(keys))
                for key in connection.scalars(sa.select(chores.c.key).where(chores.c.key.in_(some)))
            )

    def give_up(self, key: str) -> None:
        """Lets the chore be claimed again."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(chores).where(chores.c.key == key))

    def begin(self, key: str, now: datetime) -> bool:
        """Whether the chore is the caller's to do and finish; False when it was begun or done before."""
        with self.database.writing() as connection:
            row = {"key": _begun(key), "done_at": now}
            return not _is_done(connection, key) and insert_once(connection, chores, row)

    def take_over(self, key: str, now: datetime) -> bool:
        """Whether a chore that somebody began and left unfinished is the caller's from now on."""
        left = (chores.c.key == _begun(key), chores.c.done_at <= now - _UNHEARD_OF)
        with self.database.writing() as connection:
            if _is_done(connection, key):
                return False
            return connection.execute(sa.update(chores).where(*left).values(done_at=now)).rowcount == 1

    def leave(self, key: str) -> None:
        """Lets a chore that was begun be taken over at once: nobody knows what came of it."""
        with self.database.writing() as connection:
            begun = sa.update(chores).where(chores.c.key == _begun(key))
            connection.execute(begun.values(done_at=_LONG_AGO))

    def finish(self, key: str, now: datetime) -> None:
        """Says that a chore that was begun is done; that it was begun stays, for those who begin late."""
        with self.database.writing() as connection:
            insert_once(connection, chores, {"key": key, "done_at": now})

    def seen(self, key: str, now: datetime) -> datetime:
        """When this was first seen, which is now for the first who asks."""
        with self.database.writing() as connection:
            insert_once(connection, chores, {"key": key, "done_at": now})
            first = sa.select(chores.c.done_at).where(chores.c.key == key)
            return connection.execute(first).scalar_one()


def _begun(key: str) -> str:
    return f"begun: {key}"


def _is_done(connection: sa.Connection, key: str) -> bool:
    return connection.execute(sa.select(sa.exists().where(chores.c.key == key))).scalar_one()
