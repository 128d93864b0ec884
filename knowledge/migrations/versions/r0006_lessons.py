"""Lessons, what they rest on and what happened to them; who used them; who answers for a theme."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Floats, UtcDateTime, Words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _make_people_known_to_lessons()
    _make_lessons()
    _make_claims()
    _make_histories()
    _make_adoptions()
    _remind_of_commitments()


def _make_people_known_to_lessons() -> None:
    op.create_table(
        "bylines",
        sa.Column("person_id", Words, _part_of("people.id"), primary_key=True),
        sa.Column("pseudonym", Words, unique=True, nullable=False),
    )
    op.create_table(
        "theme_owners",
        sa.Column("theme", Words, primary_key=True),
        sa.Column("person_id", Words, _part_of("people.id"), primary_key=True),
    )
    op.create_index(None, "theme_owners", ["person_id"])


def _make_lessons() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", Words, primary_key=True),
        sa.Column("title", Words, nullable=False),
        sa.Column("prompt", Words),
        sa.Column("lesson", Words, nullable=False),
        sa.Column("recommendation", Words),
        sa.Column("applies_when", Words),
        sa.Column("not_when", Words),
        sa.Column("theme", Words, nullable=False),
        sa.Column("visit_id", Words, sa.ForeignKey("visits.id")),
        sa.Column("councils", sa.JSON, nullable=False),
        sa.Column("attribution", Words, nullable=False),
        sa.Column("as_of", Words),
        sa.Column("audience", Words, nullable=False),
        sa.Column("review_on", sa.Date),
        sa.Column("merged_into", Words),
        sa.Column("superseded_by", Words),
        sa.Column("status", Words, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("proposed_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("faulty", sa.Boolean, nullable=False),
        sa.CheckConstraint("version >= 1", name="version"),
        sa.CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged"),
        sa.CheckConstraint("(status = 'superseded') = (superseded_by IS NOT NULL)", name="superseded"),
    )
    op.create_index(None, "lessons", ["changed_at", "id"])
    op.create_index(None, "lessons", ["status", "changed_at", "id"])
    op.create_index(None, "lessons", ["theme", "changed_at", "id"])
    op.create_index(None, "lessons", ["visit_id"])
    op.create_index(None, "lessons", ["review_on"])
    op.create_table(
        "lesson_councils",
        sa.Column("lesson_id", Words, _part_of("lessons.id"), primary_key=True),
        sa.Column("key", Words, primary_key=True, index=True),
    )
    op.create_table(
        "lesson_vectors",
        sa.Column("lesson_id", Words, _part_of("lessons.id"), primary_key=True),
        sa.Column("model", Words, primary_key=True),
        sa.Column("vector", Floats, nullable=False),
    )


def _make_claims() -> None:
    op.create_table(
        "lesson_claims",
        sa.Column("lesson_id", Words, _part_of("lessons.id"), primary_key=True),
        sa.Column("claim", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", Words, nullable=False),
    )
    op.create_table(
        "lesson_evidence",
        sa.Column("lesson_id", Words, primary_key=True),
        sa.Column("claim", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", Words, nullable=False),
        sa.Column("record_id", Words, sa.ForeignKey("records.id"), index=True),
        sa.Column("visit_id", Words),
        sa.Column("field", Words),
        sa.Column("case_study_id", Words, index=True),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("quote", Words, nullable=False),
        sa.Column("stance", Words, nullable=False),
        sa.Column("fault", Words),
        sa.CheckConstraint("kind IN ('record', 'case study')", name="kind"),
        sa.CheckConstraint("(kind = 'record') = (record_id IS NOT NULL)", name="record"),
        sa.CheckConstraint("(kind = 'case study') = (case_study_id IS NOT NULL)", name="case_study"),
        sa.ForeignKeyConstraint(
            ["lesson_id", "claim"], ["lesson_claims.lesson_id", "lesson_claims.claim"], ondelete="CASCADE"
        ),
    )


def _make_histories() -> None:
    op.create_table(
        "lesson_history",
        sa.Column("lesson_id", Words, _part_of("lessons.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("actor", Words, nullable=False),
        sa.Column("role", Words, nullable=False),
        sa.Column("source", Words, nullable=False),
        sa.Column("gesture", Words, nullable=False),
        sa.Column("status", Words, nullable=False),
        sa.Column("reason", Words),
    )


def _make_adoptions() -> None:
    op.create_table(
        "adoptions",
        sa.Column("id", Words, primary_key=True),
        sa.Column("lesson_id", Words, _part_of("lessons.id"), index=True, nullable=False),
        sa.Column("council", Words, nullable=False),
        sa.Column("change", Words),
        sa.Column("since", sa.Date),
        sa.Column("result", Words),
        sa.Column("evidence", Words),
        sa.Column("by", Words, nullable=False),
        sa.Column("attribution", Words, nullable=False),
        sa.Column("created_at", UtcDateTime, index=True, nullable=False),
        sa.Column("commitment", Words),
        sa.Column("reminded", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("version >= 1", name="version"),
    )


def _remind_of_commitments() -> None:
    op.add_column("visits", sa.Column("progress_every_weeks", sa.Integer))
    op.execute(sa.text("UPDATE visits SET progress_every_weeks = 12"))


def _part_of(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
