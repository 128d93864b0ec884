"""What became of questions that nothing answered: settled once, its askers told once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.gaps import Enquiry, Remedy, RemedyKind
from knowledge.store.columns import Vector
from knowledge.store.engine import Database
from knowledge.store.gap_tables import enquiries, gap_questions, gaps, question_vectors
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_missing, insert_once, upsert


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps that something was done about, and what visits are to ask."""

    database: Database

    def settle(self, remedy: Remedy, questions: Collection[str], enquiry: Enquiry | None = None) -> bool:
        """Keeps what became of a gap of these questions; False when something has already.

        One that was put on a visit is not answered yet, so it can still be settled in another way.
        ``enquiry`` is what the visit is to ask then.
        """
        with self.database.writing() as connection:
            settled = _settled_first(connection, remedy, questions) or _settled_after_all(connection, remedy)
            if settled and enquiry is not None:
                upsert(connection, enquiries, _enquiry_row(enquiry, remedy.at))
            return settled

    def reopen(self, gap: str) -> None:
        """Lets its questions wait again."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(gaps).where(gaps.c.id == gap))

    def get(self, gap: str) -> Remedy | None:
        """What became of a gap; None while it waits."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(gaps).where(gaps.c.id == gap)).one_or_none()
        return None if row is None else _remedy_of(row)

    def settled(self, limit: int) -> tuple[Remedy, ...]:
        """The latest first."""
        chosen = sa.select(gaps).order_by(gaps.c.settled_at.desc(), gaps.c.id).limit(limit)
        with self.database.reading() as connection:
            return tuple(_remedy_of(row) for row in connection.execute(chosen))

    # Telling whoever asked

    def untold(self) -> tuple[tuple[Remedy, str], ...]:
        """What answers questions whose askers have not heard, with the id of each question."""
        answers = gaps.c.remedy.in_([RemedyKind.NOTE, RemedyKind.LESSON])
        chosen = sa.select(gaps, gap_questions.c.question_id).join(gap_questions)
        with self.database.reading() as connection:
            rows = connection.execute(
                chosen.where(answers, gap_questions.c.told_at.is_(None)).order_by(
                    gaps.c.settled_at, gap_questions.c.question_id
                )
            )
            return tuple((_remedy_of(row), str(row.question_id)) for row in rows)

    def told(self, question: str, now: datetime) -> None:
        """Keeps that its asker has heard."""
        untold = (gap_questions.c.question_id == question, gap_questions.c.told_at.is_(None))
        with self.database.writing() as connection:
            connection.execute(sa.update(gap_questions).where(*untold).values(told_at=now))

    # What visits are to ask

    def enquiries(self, visit: str | None = None) -> tuple[Enquiry, ...]:
        """What a visit, or any, is to ask, the first first."""
        chosen = sa.select(enquiries).order_by(enquiries.c.put_at, enquiries.c.gap_id)
        wanted = chosen if visit is None else chosen.where(enquiries.c.visit_id == visit)
        with self.database.reading() as connection:
            return tuple(
                Enquiry(gap=row.gap_id, visit=row.visit_id, session=row.session, question=row.question)
                for row in connection.execute(wanted)
            )

    # Their meaning

    def vectors(self, model: str, questions: Sequence[str]) -> dict[str, Vector]:
        """What one model made of those of the questions it has read."""
        chosen = sa.select(question_vectors).where(question_vectors.c.model == model)
        with self.database.reading() as connection:
            return {
                row.question_id: row.vector
                for some in in_lists(questions)
                for row in connection.execute(chosen.where(question_vectors.c.question_id.in_(some)))
            }

    def put_vectors(self, model: str, made: Mapping[str, Vector]) -> None:
        rows = [{"question_id": name, "model": model, "vector": vector} for name, vector in made.items()]
        with self.database.writing() as connection:
            insert_missing(connection, question_vectors, rows)


def _settled_first(connection: sa.Connection, remedy: Remedy, questions: Collection[str]) -> bool:
    if not questions or not insert_once(connection, gaps, _row(remedy)):
        return False
    rows = [{"question_id": question, "gap_id": remedy.gap} for question in sorted(questions)]
    insert_missing(connection, gap_questions, rows)
    return True


def _settled_after_all(connection: sa.Connection, remedy: Remedy) -> bool:
    on_a_visit = (gaps.c.id == remedy.gap, gaps.c.remedy == RemedyKind.ENQUIRY)
    return connection.execute(sa.update(gaps).where(*on_a_visit).values(_row(remedy))).rowcount == 1


def _enquiry_row(enquiry: Enquiry, now: datetime) -> dict[str, Any]:
    return {
        "gap_id": enquiry.gap,
        "visit_id": enquiry.visit,
        "session": enquiry.session,
        "question": enquiry.question,
        "put_at": now,
    }


def _row(remedy: Remedy) -> dict[str, Any]:
    return {
        "id": remedy.gap,
        "remedy": remedy.kind,
        "words": remedy.words,
        "lesson_id": remedy.lesson,
        "settled_by": remedy.by,
        "settled_at": remedy.at,
    }


def _remedy_of(row: Row) -> Remedy:
    return Remedy(
        gap=row.id,
        kind=row.remedy,
        words=row.words,
        lesson=row.lesson_id,
        by=row.settled_by,
        at=row.settled_at,
    )
