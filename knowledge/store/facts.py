"""A few facts about the database as a whole, such as the model whose vectors it holds."""

from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.statements import upsert
from knowledge.store.tables import facts


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values; "identity" is given when the database is made and never changes."""

    database: Database

    def get(self, name: str) -> str | None:
        with self.database.reading() as connection:
            return connection.scalar(sa.select(facts.c.value).where(facts.c.key == name))

    def put(self, name: str, value: str) -> None:
        with self.database.writing() as connection:
            upsert(connection, facts, {"key": name, "value": value})
