"""The tables of lessons, of who used them and of who saved what; they belong to the metadata of tables.py.

A lesson's claims are rows of ``lesson_claims``, what each rests on rows of ``lesson_evidence``, so
that the lessons that quote a record or a case study are found by an index. Neither refers to a case
study by foreign key: a lesson outlives it, and says so. Who somebody is among lessons stands in
``bylines`` alone.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from knowledge.lessons import LessonGesture, LessonRole, LessonStatus, Stance
from knowledge.model import Audience, Theme
from knowledge.records import Source
from knowledge.saved import SavedKind
from knowledge.store.columns import Choice, Floats, UtcDateTime, Vector, Words
from knowledge.store.tables import metadata
from knowledge.visits import Attribution


def _part_of(column: str) -> sa.ForeignKey:
    """A reference to what the row cannot outlive."""
    return sa.ForeignKey(column, ondelete="CASCADE")


class _Bylines(sa.TypedColumns):
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)
    pseudonym: sa.Named[str] = sa.Column(Words, unique=True)


bylines = sa.Table("bylines", metadata, _Bylines)


class _ThemeOwners(sa.TypedColumns):
    theme: sa.Named[Theme] = sa.Column(Choice(Theme), primary_key=True)
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)


theme_owners = sa.Table("theme_owners", metadata, _ThemeOwners, sa.Index(None, "person_id"))


class _Lessons(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    title: sa.Named[str] = sa.Column(Words)
    prompt: sa.Named[str | None] = sa.Column(Words)
    lesson: sa.Named[str] = sa.Column(Words)
    recommendation: sa.Named[str | None] = sa.Column(Words)
    applies_when: sa.Named[str | None] = sa.Column(Words)
    not_when: sa.Named[str | None] = sa.Column(Words)
    theme: sa.Named[Theme] = sa.Column(Choice(Theme))
    visit_id: sa.Named[str | None] = sa.Column(Words, sa.ForeignKey("visits.id"))
    councils: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    attribution: sa.Named[Attribution] = sa.Column(Choice(Attribution))
    as_of: sa.Named[str | None] = sa.Column(Words)
    audience: sa.Named[Audience] = sa.Column(Choice(Audience))
    review_on: sa.Named[date | None] = sa.Column(sa.Date)
    merged_into: sa.Named[str | None] = sa.Column(Words)
    superseded_by: sa.Named[str | None] = sa.Column(Words)
    status: sa.Named[LessonStatus] = sa.Column(Choice(LessonStatus))
    version: sa.Named[int] = sa.Column(sa.Integer)
    proposed_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    changed_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    faulty: sa.Named[bool] = sa.Column(sa.Boolean)
    """Whether one of its quotes no longer stands."""


lessons = sa.Table(
    "lessons",
    metadata,
    _Lessons,
    sa.CheckConstraint("version >= 1", name="version"),
    sa.CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged"),
    sa.CheckConstraint("(status = 'superseded') = (superseded_by IS NOT NULL)", name="superseded"),
    sa.Index(None, "changed_at", "id"),
    sa.Index(None, "status", "changed_at", "id"),
    sa.Index(None, "theme", "changed_at", "id"),
    sa.Index(None, "visit_id"),
    sa.Index(None, "review_on"),
)


class _LessonCouncils(sa.TypedColumns):
    lesson_id: sa.Named[str] = sa.Column(Words, _part_of("lessons.id"), primary_key=True)
    key: sa.Named[str] = sa.Column(Words, primary_key=True, index=True)
    """The council's name without its kind."""


lesson_councils = sa.Table("lesson_councils", metadata, _LessonCouncils)


class _LessonClaims(sa.TypedColumns):
    lesson_id: sa.Named[str] = sa.Column(Words, _part_of("lessons.id"), primary_key=True)
    claim: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    text: sa.Named[str] = sa.Column(Words)


lesson_claims = sa.Table("lesson_claims", metadata, _LessonClaims)


class _LessonEvidence(sa.TypedColumns):
    lesson_id: sa.Named[str] = sa.Column(Words, primary_key=True)
    claim: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    ordinal: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    kind: sa.Named[str] = sa.Column(Words)
    record_id: sa.Named[str | None] = sa.Column(Words, sa.ForeignKey("records.id"), index=True)
    visit_id: sa.Named[str | None] = sa.Column(Words)
    field: sa.Named[str | None] = sa.Column(Words)
    case_study_id: sa.Named[str | None] = sa.Column(Words, index=True)
    start: sa.Named[int | None] = sa.Column(sa.Integer)
    end: sa.Named[int | None] = sa.Column(sa.Integer)
    quote: sa.Named[str] = sa.Column(Words)
    stance: sa.Named[Stance] = sa.Column(Choice(Stance))
    fault: sa.Named[str | None] = sa.Column(Words)


lesson_evidence = sa.Table(
    "lesson_evidence",
    metadata,
    _LessonEvidence,
    sa.CheckConstraint("kind IN ('record', 'case study')", name="kind"),
    sa.CheckConstraint("(kind = 'record') = (record_id IS NOT NULL)", name="record"),
    sa.CheckConstraint("(kind = 'case study') = (case_study_id IS NOT NULL)", name="case_study"),
    sa.ForeignKeyConstraint(
        ["lesson_id", "claim"], ["lesson_claims.lesson_id", "lesson_claims.claim"], ondelete="CASCADE"
    ),
)


class _LessonHistory(sa.TypedColumns):
    lesson_id: sa.Named[str] = sa.Column(Words, _part_of("lessons.id"), primary_key=True)
    ordinal: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    at: sa.Named[datetime] = sa.Column(UtcDateTime)
    actor: sa.Named[str] = sa.Column(Words)
    role: sa.Named[LessonRole] = sa.Column(Choice(LessonRole))
    source: sa.Named[Source] = sa.Column(Choice(Source))
    gesture: sa.Named[LessonGesture] = sa.Column(Choice(LessonGesture))
    status: sa.Named[LessonStatus] = sa.Column(Choice(LessonStatus))
    reason: sa.Named[str | None] = sa.Column(Words)


lesson_history = sa.Table("lesson_history", metadata, _LessonHistory)


class _LessonVectors(sa.TypedColumns):
    lesson_id: sa.Named[str] = sa.Column(Words, _part_of("lessons.id"), primary_key=True)
    model: sa.Named[str] = sa.Column(Words, primary_key=True)
    vector: sa.Named[Vector] = sa.Column(Floats, nullable=False)


lesson_vectors = sa.Table("lesson_vectors", metadata, _LessonVectors)


class _Adoptions(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    lesson_id: sa.Named[str] = sa.Column(Words, _part_of("lessons.id"), index=True)
    council: sa.Named[str] = sa.Column(Words)
    change: sa.Named[str | None] = sa.Column(Words)
    since: sa.Named[date | None] = sa.Column(sa.Date)
    result: sa.Named[str | None] = sa.Column(Words)
    evidence: sa.Named[str | None] = sa.Column(Words)
    by: sa.Named[str] = sa.Column(Words)
    attribution: sa.Named[Attribution] = sa.Column(Choice(Attribution))
    created_at: sa.Named[datetime] = sa.Column(UtcDateTime, index=True)
    commitment: sa.Named[str | None] = sa.Column(Words)
    reminded: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    version: sa.Named[int] = sa.Column(sa.Integer)


adoptions = sa.Table("adoptions", metadata, _Adoptions, sa.CheckConstraint("version >= 1", name="version"))


class _SavedItems(sa.TypedColumns):
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)
    kind: sa.Named[SavedKind] = sa.Column(Choice(SavedKind), primary_key=True)
    item: sa.Named[str] = sa.Column(Words, primary_key=True)
    saved_at: sa.Named[datetime] = sa.Column(UtcDateTime)


saved_items = sa.Table(
    "saved_items", metadata, _SavedItems, sa.CheckConstraint("kind IN ('lesson', 'passage')", name="kind")
)
