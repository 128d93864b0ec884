"""What people have saved: each one's own list, which goes when the person is forgotten.

It is in no export. Nothing refers to what was saved by foreign key, so that what is gone still stands
on the list and can be said to be gone.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.saved import SavedItem
from knowledge.store.engine import Database
from knowledge.store.lesson_tables import saved_items
from knowledge.store.statements import insert_once


@dataclass(frozen=True, slots=True)
class SavedItems:
    """Everybody's list."""

    database: Database

    def add(self, person: str, item: SavedItem, now: datetime) -> bool:
        """Puts it on the person's list; False when it stands there already."""
        row = {"person_id": person, "kind": item.kind, "item": item.item, "saved_at": now}
        with self.database.writing() as connection:
            return insert_once(connection, saved_items, row)

    def remove(self, person: str, item: SavedItem) -> bool:
        """Takes it off the list; False when it does not stand there."""
        with self.database.writing() as connection:
            return connection.execute(sa.delete(saved_items).where(*_same(person, item))).rowcount == 1

    def has(self, person: str, item: SavedItem) -> bool:
        with self.database.reading() as connection:
            return connection.scalar(sa.select(sa.exists().where(*_same(person, item)))) is True

    def by(self, item: SavedItem) -> tuple[str, ...]:
        """The ids of those on whose list it stands."""
        chosen = sa.select(saved_items.c.person_id).where(*_is(item)).order_by(saved_items.c.person_id)
        with self.database.reading() as connection:
            return tuple(connection.scalars(chosen))

    def of(self, person: str) -> tuple[SavedItem, ...]:
        """The person's list, what was saved last first."""
        chosen = sa.select(saved_items.c.kind, saved_items.c.item).where(saved_items.c.person_id == person)
        order = (saved_items.c.saved_at.desc(), saved_items.c.kind, saved_items.c.item)
        with self.database.reading() as connection:
            rows = connection.execute(chosen.order_by(*order))
            return tuple(SavedItem(kind=row.kind, item=row.item) for row in rows)


def _same(person: str, item: SavedItem) -> tuple[sa.ColumnElement[bool], ...]:
    return saved_items.c.person_id == person, *_is(item)


def _is(item: SavedItem) -> tuple[sa.ColumnElement[bool], ...]:
    return saved_items.c.kind == item.kind, saved_items.c.item == item.item
