"""Who answers for a theme: its owners endorse the lessons on it."""

from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.errors import UnknownPersonError
from knowledge.model import Theme
from knowledge.store.engine import Database
from knowledge.store.lesson_tables import theme_owners
from knowledge.store.statements import insert_once
from knowledge.store.visit_tables import people


@dataclass(frozen=True, slots=True)
class ThemeOwners:
    """People by the themes they own; a theme may have several owners, or none."""

    database: Database

    def add(self, theme: Theme, person: str) -> bool:
        """Makes the person an owner of the theme; False when they are one already."""
        with self.database.writing() as connection:
            if connection.scalar(sa.select(people.c.id).where(people.c.id == person)) is None:
                raise UnknownPersonError(person)
            return insert_once(connection, theme_owners, {"theme": theme, "person_id": person})

    def remove(self, theme: Theme, person: str) -> bool:
        """False when the person is no owner of the theme."""
        one = (theme_owners.c.theme == theme, theme_owners.c.person_id == person)
        with self.database.writing() as connection:
            return connection.execute(sa.delete(theme_owners).where(*one)).rowcount == 1

    def of(self, theme: Theme) -> tuple[str, ...]:
        """The ids of the theme's owners."""
        chosen = sa.select(theme_owners.c.person_id).where(theme_owners.c.theme == theme)
        with self.database.reading() as connection:
            return tuple(connection.scalars(chosen.order_by(theme_owners.c.person_id)))

    def themes(self, person: str) -> frozenset[Theme]:
        """The themes that the person owns."""
        chosen = sa.select(theme_owners.c.theme).where(theme_owners.c.person_id == person)
        with self.database.reading() as connection:
            return frozenset(connection.scalars(chosen))

    def all(self) -> tuple[tuple[str, Theme], ...]:
        """Every owner of a theme, by id, with the theme."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(theme_owners.c.person_id, theme_owners.c.theme)).all()
        return tuple((row.person_id, row.theme) for row in rows)
