"""Visits with their programmes and people; what is told about them, and what happened to it."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _make_visits()
    _make_people()
    _make_records()
    _make_types_of_record()
    _make_histories()


def _make_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", Words, primary_key=True),
        sa.Column("title", Words, nullable=False),
        sa.Column("focus", Words, nullable=False),
        sa.Column("host", Words, nullable=False),
        sa.Column("visitors", sa.JSON, nullable=False),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("time_zone", Words, nullable=False),
        sa.Column("attribution", Words, nullable=False),
        sa.Column("audience", Words, nullable=False),
        sa.Column("facilitators", sa.JSON, nullable=False),
        sa.Column("channel", Words),
        sa.Column("state", Words, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("ends >= starts", name="dates"),
        sa.CheckConstraint("state IN ('planned', 'open', 'discussion', 'closed', 'archived')", name="state"),
        sa.CheckConstraint("version >= 1", name="version"),
    )
    op.create_table(
        "sessions",
        sa.Column("visit_id", Words, _part_of("visits.id"), primary_key=True),
        sa.Column("id", Words, primary_key=True),
        sa.Column("start", UtcDateTime, nullable=False),
        sa.Column("end", UtcDateTime, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("theme", Words),
        sa.Column("place", Words),
        sa.Column("speakers", sa.JSON, nullable=False),
        sa.Column("kind", Words, nullable=False),
        sa.CheckConstraint('"end" > start', name="times"),
    )
    op.create_index(None, "sessions", ["visit_id", "start"])


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", Words, primary_key=True),
        sa.Column("display_name", Words, nullable=False),
        sa.Column("slack_team", Words),
        sa.Column("slack_user", Words),
        sa.UniqueConstraint("slack_team", "slack_user"),
        sa.CheckConstraint("(slack_team IS NULL) = (slack_user IS NULL)", name="slack"),
    )
    op.create_table(
        "participants",
        sa.Column("visit_id", Words, _part_of("visits.id"), primary_key=True),
        sa.Column("person_id", Words, _part_of("people.id"), primary_key=True),
        sa.Column("pseudonym", Words, nullable=False, unique=True),
        sa.Column("council", Words, nullable=False),
        sa.Column("role", Words, nullable=False),
        sa.Column("post", Words),
        sa.Column("consent_version", Words),
        sa.Column("consented_at", UtcDateTime),
        sa.CheckConstraint("(consent_version IS NULL) = (consented_at IS NULL)", name="consent"),
    )
    op.create_index(None, "participants", ["person_id"])


def _make_records() -> None:
    op.create_table(
        "records",
        sa.Column("id", Words, primary_key=True),
        sa.Column("type", Words, nullable=False),
        sa.Column("visit_id", Words, sa.ForeignKey("visits.id"), nullable=False),
        sa.Column("session_id", Words),
        sa.Column("theme", Words),
        sa.Column("respondent", Words, nullable=False),
        sa.Column("respondent_role", Words),
        sa.Column("attribution", Words, nullable=False),
        sa.Column("sensitivity", Words, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("source", Words, nullable=False),
        sa.Column("status", Words, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("type IN ('feedback', 'group feedback', 'commitment')", name="type"),
        sa.CheckConstraint("version >= 0", name="version"),
        sa.ForeignKeyConstraint(["visit_id", "session_id"], ["sessions.visit_id", "sessions.id"]),
    )
    op.create_index(None, "records", ["visit_id", "session_id"])
    op.create_index(None, "records", ["visit_id", "created_at"])


def _make_types_of_record() -> None:
    op.create_table(
        "feedback_records",
        sa.Column("record_id", Words, _part_of("records.id"), primary_key=True),
        sa.Column("kind", Words, nullable=False),
        sa.Column("observation", Words, nullable=False),
        sa.Column("discussion", Words),
        sa.Column("conclusion", Words),
        sa.Column("recommendation", Words),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("usefulness", sa.Integer),
        sa.Column("intends_to_act", Words),
        sa.CheckConstraint("usefulness BETWEEN 1 AND 5", name="usefulness"),
        sa.CheckConstraint("observation <> ''", name="observation"),
    )
    op.create_table(
        "group_feedback",
        sa.Column("record_id", Words, _part_of("records.id"), primary_key=True),
        sa.Column("strengths", sa.JSON, nullable=False),
        sa.Column("considerations", sa.JSON, nullable=False),
        sa.Column("innovations", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("chosen", sa.JSON, nullable=False),
        sa.Column("agreed_by", sa.JSON, nullable=False),
    )
    op.create_table(
        "commitments",
        sa.Column("record_id", Words, _part_of("records.id"), primary_key=True),
        sa.Column("council", Words, nullable=False),
        sa.Column("current_state", Words, nullable=False),
        sa.Column("desired_state", Words, nullable=False),
        sa.Column("measure", Words),
        sa.Column("due", sa.Date),
        sa.Column("owner_role", Words),
    )


def _make_histories() -> None:
    op.create_table(
        "record_history",
        sa.Column("record_id", Words, _part_of("records.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("role", Words, nullable=False),
        sa.Column("gesture", Words, nullable=False),
        sa.Column("status", Words, nullable=False),
        sa.Column("reason", Words),
    )
    op.create_table(
        "audit_trail",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("visit_id", Words, nullable=False, index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("what", Words, nullable=False),
        sa.Column("reason", Words),
    )


def _part_of(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
