"""The tables of what was asked and not answered; they belong to the metadata of tables.py.

Gaps that wait are no rows: they are gathered from the questions. A row of ``gaps`` says what became
of one, and ``gap_questions`` which questions it was; ``enquiries`` are those that a visit asks.
"""

from datetime import datetime

import sqlalchemy as sa

from knowledge.gaps import RemedyKind
from knowledge.store.columns import Choice, Floats, UtcDateTime, Vector, Words
from knowledge.store.tables import metadata


def _part_of(column: str) -> sa.ForeignKey:
    """A reference to what the row cannot outlive."""
    return sa.ForeignKey(column, ondelete="CASCADE")


class _QuestionVectors(sa.TypedColumns):
    question_id: sa.Named[str] = sa.Column(Words, _part_of("questions.id"), primary_key=True)
    model: sa.Named[str] = sa.Column(Words, primary_key=True)
    vector: sa.Named[Vector] = sa.Column(Floats, nullable=False)


question_vectors = sa.Table("question_vectors", metadata, _QuestionVectors)


class _Gaps(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    remedy: sa.Named[RemedyKind] = sa.Column(Choice(RemedyKind))
    words: sa.Named[str | None] = sa.Column(Words)
    lesson_id: sa.Named[str | None] = sa.Column(Words)
    settled_by: sa.Named[str] = sa.Column(Words)
    settled_at: sa.Named[datetime] = sa.Column(UtcDateTime)


gaps = sa.Table("gaps", metadata, _Gaps)


class _GapQuestions(sa.TypedColumns):
    question_id: sa.Named[str] = sa.Column(Words, _part_of("questions.id"), primary_key=True)
    gap_id: sa.Named[str] = sa.Column(Words, _part_of("gaps.id"), index=True)
    told_at: sa.Named[datetime | None] = sa.Column(UtcDateTime, index=True)


gap_questions = sa.Table("gap_questions", metadata, _GapQuestions)


class _Enquiries(sa.TypedColumns):
    gap_id: sa.Named[str] = sa.Column(Words, primary_key=True)
    visit_id: sa.Named[str] = sa.Column(Words, _part_of("visits.id"), primary_key=True)
    session: sa.Named[str | None] = sa.Column(Words)
    question: sa.Named[str] = sa.Column(Words)
    put_at: sa.Named[datetime] = sa.Column(UtcDateTime)


enquiries = sa.Table("enquiries", metadata, _Enquiries, sa.Index(None, "visit_id"))
