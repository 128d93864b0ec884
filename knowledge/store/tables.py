"""Every table of the store. A change here needs a migration in the same commit; a test compares them.

A case study's councils, themes, headings and pages are JSON in its row: they are read with it,
and narrowing a search to a council or a theme is the indexes' work, never SQL's. ``changes`` has
no foreign key because it remembers the case studies that are gone.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.model import Audience, Outcome, Status
from knowledge.store.columns import Choice, Floats, UtcDateTime, Vector, Words
from knowledge.store.values import Progress, Surface

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _part_of(column: str) -> sa.ForeignKey:
    """A reference to what the row cannot outlive."""
    return sa.ForeignKey(column, ondelete="CASCADE")


class _Originals(sa.TypedColumns):
    file_hash: sa.Named[str] = sa.Column(Words, primary_key=True)
    bytes: sa.Named[bytes] = sa.Column(sa.LargeBinary)


originals = sa.Table("originals", metadata, _Originals)


class _CaseStudies(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    title: sa.Named[str] = sa.Column(Words)
    councils: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    themes: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    as_of: sa.Named[str | None] = sa.Column(Words)
    audience: sa.Named[Audience] = sa.Column(Choice(Audience))
    source: sa.Named[str | None] = sa.Column(Words)
    status: sa.Named[Status] = sa.Column(Choice(Status))
    text: sa.Named[str] = sa.Column(Words)
    characters: sa.Named[int] = sa.Column(sa.Integer)  # a list of all must not read all texts
    content_hash: sa.Named[str] = sa.Column(Words)
    headings: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    pages: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    file_hash: sa.Named[str] = sa.Column(Words, sa.ForeignKey(originals.c.file_hash), index=True)
    added_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    changed_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    visit_id: sa.Named[str | None] = sa.Column(Words)  # no foreign key: nothing of a visit's is ever removed
    sightings: sa.Named[Any] = sa.Column(sa.JSON(none_as_null=True), nullable=True)


case_studies = sa.Table("case_studies", metadata, _CaseStudies)


class _SourceFiles(sa.TypedColumns):
    path: sa.Named[str] = sa.Column(Words, primary_key=True)
    source_hash: sa.Named[str] = sa.Column(Words)
    file_hash: sa.Named[str] = sa.Column(Words)
    size: sa.Named[int] = sa.Column(sa.BigInteger)
    given: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    case_study_id: sa.Named[str | None] = sa.Column(Words, _part_of("case_studies.id"), index=True)
    reason: sa.Named[str | None] = sa.Column(Words)
    sentence: sa.Named[str | None] = sa.Column(Words)
    transient: sa.Named[bool] = sa.Column(sa.Boolean)
    read_at: sa.Named[datetime] = sa.Column(UtcDateTime)


source_files = sa.Table(
    "source_files",
    metadata,
    _SourceFiles,
    sa.CheckConstraint("case_study_id IS NOT NULL OR reason IS NOT NULL", name="outcome"),
)


class _Passages(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    case_study_id: sa.Named[str] = sa.Column(Words, _part_of("case_studies.id"))
    ordinal: sa.Named[int] = sa.Column(sa.Integer)
    start: sa.Named[int] = sa.Column(sa.Integer)
    end: sa.Named[int] = sa.Column(sa.Integer)
    heading: sa.Named[str] = sa.Column(Words)
    page: sa.Named[int | None] = sa.Column(sa.Integer)
    vector_key: sa.Named[str] = sa.Column(Words, index=True)


passages = sa.Table(
    "passages",
    metadata,
    _Passages,
    sa.UniqueConstraint("case_study_id", "ordinal"),
    sa.CheckConstraint('start >= 0 AND "end" > start', name="stretch"),
)


class _Vectors(sa.TypedColumns):
    model: sa.Named[str] = sa.Column(Words, primary_key=True)
    vector_key: sa.Named[str] = sa.Column(Words, primary_key=True)
    dimension: sa.Named[int] = sa.Column(sa.Integer)
    vector: sa.Named[Vector] = sa.Column(Floats, nullable=False)
    stretches: sa.Named[bytes] = sa.Column(sa.LargeBinary)
    sentences: sa.Named[bytes] = sa.Column(sa.LargeBinary)


vectors = sa.Table(
    "vectors",
    metadata,
    _Vectors,
    sa.CheckConstraint("length(vector) = 4 * dimension", name="float32"),
    sa.CheckConstraint("8 * length(sentences) = dimension * length(stretches)", name="sentences"),
)


class _Changes(sa.TypedColumns):
    case_study_id: sa.Named[str] = sa.Column(Words, primary_key=True)
    number: sa.Named[int] = sa.Column(sa.BigInteger, unique=True)


changes = sa.Table("changes", metadata, _Changes)


class _ChangeCounter(sa.TypedColumns):
    id: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    number: sa.Named[int] = sa.Column(sa.BigInteger)


change_counter = sa.Table(
    "change_counter", metadata, _ChangeCounter, sa.CheckConstraint("id = 1", name="one_row")
)


class _PublicationNotes(sa.TypedColumns):
    number: sa.Named[int] = sa.Column(sa.Integer, primary_key=True)
    about: sa.Named[str] = sa.Column(Words)
    id: sa.Named[str] = sa.Column(Words)


publication_notes = sa.Table(
    "publication_notes",
    metadata,
    _PublicationNotes,
    sa.Index(None, "about", "id"),
    sqlite_autoincrement=True,  # else the number of a note that was taken away would be given again
)


class _Facts(sa.TypedColumns):
    key: sa.Named[str] = sa.Column(Words, primary_key=True)
    value: sa.Named[str] = sa.Column(Words)


facts = sa.Table("facts", metadata, _Facts)


class _Questions(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    team: sa.Named[str] = sa.Column(Words)
    channel: sa.Named[str] = sa.Column(Words)
    thread_ts: sa.Named[str | None] = sa.Column(Words)
    message_ts: sa.Named[str | None] = sa.Column(Words)
    asker: sa.Named[str] = sa.Column(Words)
    asked_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    surface: sa.Named[Surface] = sa.Column(Choice(Surface))
    text: sa.Named[str] = sa.Column(Words)
    standalone: sa.Named[str | None] = sa.Column(Words)
    progress: sa.Named[Progress] = sa.Column(Choice(Progress))
    claimed_by: sa.Named[str] = sa.Column(Words)
    claimed_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    outcome: sa.Named[Outcome | None] = sa.Column(Choice(Outcome))
    confidence: sa.Named[float | None] = sa.Column(sa.Double)
    answer: sa.Named[Any] = sa.Column(sa.JSON(none_as_null=True), nullable=True)
    reply_ts: sa.Named[str | None] = sa.Column(Words)
    ms: sa.Named[int | None] = sa.Column(sa.Integer)


questions = sa.Table(
    "questions",
    metadata,
    _Questions,
    sa.UniqueConstraint("team", "channel", "message_ts"),
    sa.CheckConstraint("progress IN ('claimed', 'answered', 'failed')", name="progress"),
    sa.CheckConstraint("(progress = 'answered') = (outcome IS NOT NULL)", name="outcome"),
    sa.Index(None, "team", "channel", "thread_ts", "asked_at"),
    sa.Index(None, "progress", "claimed_at"),
    sa.Index(None, "outcome", "asked_at"),
)


class _Votes(sa.TypedColumns):
    question_id: sa.Named[str] = sa.Column(Words, _part_of("questions.id"), primary_key=True)
    voter: sa.Named[str] = sa.Column(Words, primary_key=True)
    value: sa.Named[int] = sa.Column(sa.Integer)
    reason: sa.Named[str | None] = sa.Column(Words)
    at: sa.Named[datetime] = sa.Column(UtcDateTime)


votes = sa.Table("votes", metadata, _Votes, sa.CheckConstraint("value IN (-1, 1)", name="value"))


class _Threads(sa.TypedColumns):
    team: sa.Named[str] = sa.Column(Words, primary_key=True)
    channel: sa.Named[str] = sa.Column(Words, primary_key=True)
    thread_ts: sa.Named[str] = sa.Column(Words, primary_key=True)
    last_question_id: sa.Named[str] = sa.Column(Words, _part_of("questions.id"), index=True)
    updated_at: sa.Named[datetime] = sa.Column(UtcDateTime)


threads = sa.Table("threads", metadata, _Threads)


class _HelpRequests(sa.TypedColumns):
    question_id: sa.Named[str] = sa.Column(Words, _part_of("questions.id"), primary_key=True)
    channel: sa.Named[str] = sa.Column(Words)
    message_ts: sa.Named[str | None] = sa.Column(Words)
    asked_by: sa.Named[str] = sa.Column(Words)
    asked_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    resolved_at: sa.Named[datetime | None] = sa.Column(UtcDateTime)
    resolved_by: sa.Named[str | None] = sa.Column(Words)


help_requests = sa.Table(
    "help_requests",
    metadata,
    _HelpRequests,
    sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by IS NULL)", name="resolved"),
)
