"""What is done once by itself, such as a day's digest, and has been done already.

A chore is claimed before it is done: of several processes, or of one that dies and comes back, one
does it. What was claimed and could not be done is given up, and so is done at the next round.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.statements import in_lists, insert_once
from knowledge.store.visit_tables import chores


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

    def seen(self, key: str, now: datetime) -> datetime:
        """When this was first seen, which is now for the first who asks."""
        with self.database.writing() as connection:
            insert_once(connection, chores, {"key": key, "done_at": now})
            first = sa.select(chores.c.done_at).where(chores.c.key == key)
            return connection.execute(first).scalar_one()
