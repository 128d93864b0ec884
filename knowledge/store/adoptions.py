"""Who used which lesson: stored once however often it arrives, and told on as more comes of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.errors import StaleAdoptionError, UnknownAdoptionError, UnknownLessonError
from knowledge.lessons import Adoption
from knowledge.store.engine import Database
from knowledge.store.lesson_tables import adoptions, lessons
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_once


@dataclass(frozen=True, slots=True)
class Adoptions:
    """What councils say they used."""

    database: Database

    def add(self, adoption: Adoption) -> bool:
        """Stores it as its first version; False when one of its id is stored already, which stays."""
        with self.database.writing() as connection:
            lesson = sa.select(lessons.c.id).where(lessons.c.id == adoption.lesson)
            if connection.scalar(lesson) is None:
                raise UnknownLessonError(adoption.lesson)
            return insert_once(connection, adoptions, {**_row(adoption), "version": 1})

    def change(self, adoption: Adoption, expected_version: int) -> Adoption:
        """Stores it in place of the version that was seen; StaleAdoptionError if there is a later."""
        one = adoptions.c.id == adoption.id
        seen = sa.update(adoptions).where(one, adoptions.c.version == expected_version)
        row = {**_row(adoption), "version": expected_version + 1}
        with self.database.writing() as connection:
            if connection.execute(seen.values(row)).rowcount == 0:
                if connection.scalar(sa.select(adoptions.c.id).where(one)) is None:
                    raise UnknownAdoptionError(adoption.id)
                raise StaleAdoptionError
        return adoption.model_copy(update={"version": expected_version + 1})

    def get(self, adoption: str) -> Adoption:
        """UnknownAdoptionError when there is none of this id."""
        found = self._read(adoptions.c.id == adoption)
        if not found:
            raise UnknownAdoptionError(adoption)
        return found[0]

    def of(self, lesson: str) -> tuple[Adoption, ...]:
        """Those of one lesson, the first first."""
        return self._read(adoptions.c.lesson_id == lesson)

    def all(self) -> tuple[Adoption, ...]:
        """The first first."""
        return self._read()

    def of_commitments(self, commitments: Collection[str]) -> dict[str, Adoption]:
        """The first of each of the commitments, by their ids; those without any are left out."""
        found: dict[str, Adoption] = {}
        for some in in_lists(sorted(commitments)):
            for each in self._read(adoptions.c.commitment.in_(some)):
                found.setdefault(str(each.commitment), each)
        return found

    def count(self, lesson_ids: Collection[str]) -> dict[str, int]:
        """How many each of the lessons has; those without any are left out."""
        counted = sa.select(adoptions.c.lesson_id, sa.func.count()).group_by(adoptions.c.lesson_id)
        with self.database.reading() as connection:
            return {
                lesson: number
                for some in in_lists(sorted(lesson_ids))
                for lesson, number in connection.execute(counted.where(adoptions.c.lesson_id.in_(some)))
            }

    def _read(self, *conditions: sa.ColumnElement[bool]) -> tuple[Adoption, ...]:
        chosen = sa.select(adoptions).where(*conditions).order_by(adoptions.c.created_at, adoptions.c.id)
        with self.database.reading() as connection:
            return tuple(_adoption_of(row) for row in connection.execute(chosen))


def _row(adoption: Adoption) -> dict[str, Any]:
    fields = adoption.model_dump()
    lesson = fields.pop("lesson")
    return {**fields, "lesson_id": lesson}


def _adoption_of(row: Row) -> Adoption:
    fields = row._asdict()
    lesson = fields.pop("lesson_id")
    return Adoption.model_validate({**fields, "lesson": lesson})
