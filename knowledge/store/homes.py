"""Who has opened our page in Slack, and so has one that must be kept up to date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.statements import in_lists, upsert
from knowledge.store.visit_tables import homes


@dataclass(frozen=True, slots=True)
class Homes:
    """People with a page of their own."""

    database: Database

    def open(self, person: str, now: datetime) -> None:
        """Keeps that the person has looked at their page."""
        with self.database.writing() as connection:
            upsert(connection, homes, {"person_id": person, "opened_at": now})

    def opened(self, people: Collection[str]) -> frozenset[str]:
        """Those of the people who ever have."""
        with self.database.reading() as connection:
            return frozenset(
                person
                for some in in_lists(sorted(people))
                for person in connection.scalars(
                    sa.select(homes.c.person_id).where(homes.c.person_id.in_(some))
                )
            )
