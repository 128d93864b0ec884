"""What may have to be published, or taken back, because something it is made of has changed.

A note is left in the very transaction that changes a record, a lesson, a case study that lessons
quote or what a visit lets be named, so none is forgotten, whoever makes the change and whatever
dies. It is taken away in the transaction that publishes what there is by then: a note that was
left meanwhile keeps the older one from being taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from knowledge.model import Status
from knowledge.store.engine import Database
from knowledge.store.lesson_tables import lesson_evidence
from knowledge.store.tables import case_studies, publication_notes
from knowledge.store.visit_tables import participants

_QUOTING = (
    sa.select(lesson_evidence.c.lesson_id)
    .distinct()
    .where(lesson_evidence.c.case_study_id == sa.bindparam("case_study"))
)


class About(StrEnum):
    """What a note is about; documents are called after the first two: see ``document_id``."""

    RECORD = "record"
    LESSON = "lesson"
    VISIT = "visit"
    """Its people, councils or rule: with them, the words of all that was told on it."""


@dataclass(frozen=True, slots=True)
class Note:
    """That something has changed; the highest number is the latest change of the thing."""

    about: About
    id: str
    number: int

    @property
    def document(self) -> str:
        return document_id(self.about, self.id)


def document_id(about: About, id_: str) -> str:
    """What a record or lesson is called among case studies, whose own ids hold no colon."""
    return f"{about}:{id_}"


@dataclass(frozen=True, slots=True)
class Publication:
    """The notes that nobody has dealt with."""

    database: Database

    def pending(self, limit: int) -> tuple[Note, ...]:
        """The latest note about each thing, the oldest of them first."""
        number = sa.func.max(publication_notes.c.number)
        columns = (publication_notes.c.about, publication_notes.c.id)
        chosen = sa.select(*columns, number).group_by(*columns).order_by(number).limit(limit)
        with self.database.reading() as connection:
            return tuple(Note(About(about), id_, latest) for about, id_, latest in connection.execute(chosen))

    def leave(self, about: About, ids: Iterable[str]) -> None:
        """Leaves notes about things that may not be published as they should."""
        with self.database.writing() as connection:
            for id_ in ids:
                note(connection, about, id_)

    def dismiss(self, settled: Note) -> None:
        """Takes away a note about which there was nothing to do."""
        with self.database.writing() as connection:
            take(connection, settled)

    def spread(self, visit: Note) -> None:
        """Leaves, in place of a note about a visit, one about each document that rests on it."""
        from_it = sa.select(case_studies.c.id).where(
            case_studies.c.visit_id == visit.id, case_studies.c.status != Status.PUBLISHED
        )
        quoting = sa.select(lesson_evidence.c.lesson_id).distinct()
        with self.database.writing() as connection:
            if take(connection, visit):
                for document in connection.scalars(from_it).all():
                    about, _, id_ = document.partition(":")
                    note(connection, About(about), id_)
                for lesson in connection.scalars(quoting.where(lesson_evidence.c.visit_id == visit.id)).all():
                    note(connection, About.LESSON, lesson)


def note(connection: sa.Connection, about: About, id_: str) -> None:
    """Leaves a note; in the transaction that makes the change."""
    connection.execute(sa.insert(publication_notes).values(about=about, id=id_))


def note_person(connection: sa.Connection, person: str) -> None:
    """Leaves notes about every visit the person is on: their name is struck out of what was told there."""
    on = sa.select(participants.c.visit_id).where(participants.c.person_id == person)
    for visit in connection.scalars(on).all():
        note(connection, About.VISIT, visit)


def note_quoting(connection: sa.Connection, case_study: str) -> None:
    """Leaves notes about the lessons that quote a case study: what may be shown of it may be another."""
    for lesson in connection.scalars(_QUOTING, {"case_study": case_study}).all():
        note(connection, About.LESSON, lesson)


def take(connection: sa.Connection, seen: Note) -> bool:
    """Takes away the notes about a thing; False when there is another latest one than was seen."""
    same = (publication_notes.c.about == seen.about, publication_notes.c.id == seen.id)
    latest = connection.scalar(sa.select(sa.func.max(publication_notes.c.number)).where(*same))
    if latest != seen.number:
        return False
    connection.execute(sa.delete(publication_notes).where(*same))
    return True
