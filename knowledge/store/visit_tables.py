"""The tables of visits and of what is told about them; they belong to the metadata of tables.py.

Who somebody is stands in ``people`` alone: ``participants`` ties a person to the pseudonym that
records use, and no record refers to either; ``drafts`` and ``quotations`` go with the person.
Facilitators are participants of that role. A record is a row of ``records`` and one of its type's
table; ``audit_trail`` has no foreign key because it remembers what is gone.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from knowledge.model import Audience, Theme
from knowledge.nudges import NudgeKind
from knowledge.records import (
    FeedbackKind,
    Intent,
    RecordGesture,
    RecordStatus,
    RecordType,
    Sensitivity,
    Source,
)
from knowledge.store.columns import Choice, UtcDateTime, Words
from knowledge.store.tables import metadata
from knowledge.visits import Attribution, Role, SessionKind, VisitState


def _part_of(column: str) -> sa.ForeignKey:
    """A reference to what the row cannot outlive."""
    return sa.ForeignKey(column, ondelete="CASCADE")


class _Visits(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    title: sa.Named[str] = sa.Column(Words)
    focus: sa.Named[str] = sa.Column(Words)
    host: sa.Named[str] = sa.Column(Words)
    visitors: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    selection: sa.Named[str | None] = sa.Column(Words)
    starts: sa.Named[date] = sa.Column(sa.Date)
    ends: sa.Named[date] = sa.Column(sa.Date)
    time_zone: sa.Named[str] = sa.Column(Words)
    attribution: sa.Named[Attribution] = sa.Column(Choice(Attribution))
    audience: sa.Named[Audience] = sa.Column(Choice(Audience))
    channel: sa.Named[str | None] = sa.Column(Words)
    state: sa.Named[VisitState] = sa.Column(Choice(VisitState))
    version: sa.Named[int] = sa.Column(sa.Integer)
    progress_every_weeks: sa.Named[int | None] = sa.Column(sa.Integer)


visits = sa.Table(
    "visits",
    metadata,
    _Visits,
    sa.CheckConstraint("ends >= starts", name="dates"),
    sa.CheckConstraint("state IN ('planned', 'open', 'discussion', 'closed', 'archived')", name="state"),
    sa.CheckConstraint("version >= 1", name="version"),
)


class _Sessions(sa.TypedColumns):
    visit_id: sa.Named[str] = sa.Column(Words, _part_of("visits.id"), primary_key=True)
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    start: sa.Named[datetime] = sa.Column(UtcDateTime)
    end: sa.Named[datetime] = sa.Column(UtcDateTime)
    title: sa.Named[str] = sa.Column(Words)
    theme: sa.Named[Theme | None] = sa.Column(Choice(Theme))
    place: sa.Named[str | None] = sa.Column(Words)
    speakers: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    kind: sa.Named[SessionKind] = sa.Column(Choice(SessionKind))


sessions = sa.Table(
    "sessions",
    metadata,
    _Sessions,
    sa.CheckConstraint('"end" > start', name="times"),
    sa.Index(None, "visit_id", "start"),
)


class _People(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    display_name: sa.Named[str] = sa.Column(Words)
    slack_team: sa.Named[str | None] = sa.Column(Words)
    slack_user: sa.Named[str | None] = sa.Column(Words)
    nudged: sa.Named[bool] = sa.Column(sa.Boolean, server_default=sa.true())


people = sa.Table(
    "people",
    metadata,
    _People,
    sa.UniqueConstraint("slack_team", "slack_user"),
    sa.CheckConstraint("(slack_team IS NULL) = (slack_user IS NULL)", name="slack"),
)


class _Participants(sa.TypedColumns):
    visit_id: sa.Named[str] = sa.Column(Words, _part_of("visits.id"), primary_key=True)
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)
    pseudonym: sa.Named[str] = sa.Column(Words, unique=True)
    council: sa.Named[str | None] = sa.Column(Words)
    role: sa.Named[Role] = sa.Column(Choice(Role))
    post: sa.Named[str | None] = sa.Column(Words)
    consent_version: sa.Named[str | None] = sa.Column(Words)
    consented_at: sa.Named[datetime | None] = sa.Column(UtcDateTime)


participants = sa.Table(
    "participants",
    metadata,
    _Participants,
    sa.CheckConstraint("(consent_version IS NULL) = (consented_at IS NULL)", name="consent"),
    sa.Index(None, "person_id"),
)


class _Chores(sa.TypedColumns):
    key: sa.Named[str] = sa.Column(Words, primary_key=True)
    done_at: sa.Named[datetime] = sa.Column(UtcDateTime)


chores = sa.Table("chores", metadata, _Chores)


class _Nudges(sa.TypedColumns):
    visit_id: sa.Named[str] = sa.Column(Words, primary_key=True)
    person_id: sa.Named[str] = sa.Column(Words, primary_key=True)
    kind: sa.Named[NudgeKind] = sa.Column(Choice(NudgeKind), primary_key=True)
    session: sa.Named[str] = sa.Column(Words, primary_key=True)
    """Empty for none."""
    due_at: sa.Named[datetime] = sa.Column(UtcDateTime, primary_key=True)
    titles: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    channel: sa.Named[str] = sa.Column(Words)
    begun_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    scheduled_message_id: sa.Named[str | None] = sa.Column(Words)


nudges = sa.Table("nudges", metadata, _Nudges, sa.Index(None, "due_at"))


class _Homes(sa.TypedColumns):
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)
    opened_at: sa.Named[datetime] = sa.Column(UtcDateTime)


homes = sa.Table("homes", metadata, _Homes)


class _Records(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    type: sa.Named[RecordType] = sa.Column(Choice(RecordType))
    visit_id: sa.Named[str] = sa.Column(Words, sa.ForeignKey(visits.c.id))
    session_id: sa.Named[str | None] = sa.Column(Words)
    theme: sa.Named[Theme | None] = sa.Column(Choice(Theme))
    respondent: sa.Named[str] = sa.Column(Words)
    respondent_role: sa.Named[str | None] = sa.Column(Words)
    attribution: sa.Named[Attribution] = sa.Column(Choice(Attribution))
    sensitivity: sa.Named[Sensitivity] = sa.Column(Choice(Sensitivity))
    created_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    source: sa.Named[Source] = sa.Column(Choice(Source))
    status: sa.Named[RecordStatus] = sa.Column(Choice(RecordStatus))
    version: sa.Named[int] = sa.Column(sa.Integer)


records = sa.Table(
    "records",
    metadata,
    _Records,
    sa.CheckConstraint("type IN ('feedback', 'group feedback', 'commitment')", name="type"),
    sa.CheckConstraint("version >= 0", name="version"),
    sa.ForeignKeyConstraint(["visit_id", "session_id"], ["sessions.visit_id", "sessions.id"]),
    sa.Index(None, "visit_id", "session_id"),
    sa.Index(None, "visit_id", "created_at"),
)


class _FeedbackRecords(sa.TypedColumns):
    record_id: sa.Named[str] = sa.Column(Words, _part_of("records.id"), primary_key=True)
    kind: sa.Named[FeedbackKind] = sa.Column(Choice(FeedbackKind))
    observation: sa.Named[str] = sa.Column(Words)
    discussion: sa.Named[str | None] = sa.Column(Words)
    conclusion: sa.Named[str | None] = sa.Column(Words)
    recommendation: sa.Named[str | None] = sa.Column(Words)
    evidence: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    usefulness: sa.Named[int | None] = sa.Column(sa.Integer)
    intends_to_act: sa.Named[Intent | None] = sa.Column(Choice(Intent))
    enquiry: sa.Named[str | None] = sa.Column(Words)


feedback_records = sa.Table(
    "feedback_records",
    metadata,
    _FeedbackRecords,
    sa.CheckConstraint("usefulness BETWEEN 1 AND 5", name="usefulness"),
    sa.CheckConstraint("observation <> ''", name="observation"),
)


class _GroupFeedback(sa.TypedColumns):
    record_id: sa.Named[str] = sa.Column(Words, _part_of("records.id"), primary_key=True)
    strengths: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    considerations: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    innovations: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    questions: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    chosen: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    agreed_by: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)


group_feedback = sa.Table("group_feedback", metadata, _GroupFeedback)


class _Commitments(sa.TypedColumns):
    record_id: sa.Named[str] = sa.Column(Words, _part_of("records.id"), primary_key=True)
    council: sa.Named[str] = sa.Column(Words)
    current_state: sa.Named[str] = sa.Column(Words)
    desired_state: sa.Named[str] = sa.Column(Words)
    measure: sa.Named[str | None] = sa.Column(Words)
    due: sa.Named[date | None] = sa.Column(sa.Date)
    owner_role: sa.Named[str | None] = sa.Column(Words)


commitments = sa.Table("commitments", metadata, _Commitments)


class _RecordHistory(sa.TypedColumns):
    record_id: sa.Named[str] = sa.Column(Words, _part_of("records.id"), primary_key=True)
    ordinal: sa.Named[int] = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    at: sa.Named[datetime] = sa.Column(UtcDateTime)
    actor: sa.Named[str] = sa.Column(Words)
    role: sa.Named[Role] = sa.Column(Choice(Role))
    gesture: sa.Named[RecordGesture] = sa.Column(Choice(RecordGesture))
    status: sa.Named[RecordStatus] = sa.Column(Choice(RecordStatus))
    reason: sa.Named[str | None] = sa.Column(Words)


record_history = sa.Table("record_history", metadata, _RecordHistory)


class _FormerNames(sa.TypedColumns):
    visit_id: sa.Named[str] = sa.Column(Words, _part_of("visits.id"), primary_key=True)
    kind: sa.Named[str] = sa.Column(Words, primary_key=True)
    name: sa.Named[str] = sa.Column(Words, primary_key=True)


former_names = sa.Table("former_names", metadata, _FormerNames)


class _Drafts(sa.TypedColumns):
    person_id: sa.Named[str] = sa.Column(Words, _part_of("people.id"), primary_key=True)
    form: sa.Named[str] = sa.Column(Words, primary_key=True)
    about: sa.Named[str] = sa.Column(Words, primary_key=True)
    answers: sa.Named[Any] = sa.Column(sa.JSON, nullable=False)
    updated_at: sa.Named[datetime] = sa.Column(UtcDateTime)


drafts = sa.Table("drafts", metadata, _Drafts)


class _Quotations(sa.TypedColumns):
    id: sa.Named[str] = sa.Column(Words, primary_key=True)
    quote: sa.Named[str] = sa.Column(Words)
    link: sa.Named[str | None] = sa.Column(Words)
    author_id: sa.Named[str | None] = sa.Column(Words, _part_of("people.id"))
    made_at: sa.Named[datetime] = sa.Column(UtcDateTime)
    record_id: sa.Named[str | None] = sa.Column(Words, _part_of("records.id"), index=True)
    asked_at: sa.Named[datetime | None] = sa.Column(UtcDateTime)
    agreed: sa.Named[bool | None] = sa.Column(sa.Boolean)


quotations = sa.Table("quotations", metadata, _Quotations)


class _AuditTrail(sa.TypedColumns):
    number: sa.Named[int] = sa.Column(sa.Integer, primary_key=True)
    visit_id: sa.Named[str] = sa.Column(Words, index=True)
    at: sa.Named[datetime] = sa.Column(UtcDateTime)
    actor: sa.Named[str] = sa.Column(Words)
    what: sa.Named[str] = sa.Column(Words)
    reason: sa.Named[str | None] = sa.Column(Words)


audit_trail = sa.Table("audit_trail", metadata, _AuditTrail)
