"""Case studies with their passages and vectors; questions with what became of them."""

import uuid

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    _make_case_studies()
    _make_passages()
    _make_changes()
    _make_facts()
    _make_questions()
    _make_what_follows_a_question()


def _make_case_studies() -> None:
    op.create_table(
        "originals",
        sa.Column("file_hash", Words, primary_key=True),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "case_studies",
        sa.Column("id", Words, primary_key=True),
        sa.Column("title", Words, nullable=False),
        sa.Column("councils", sa.JSON, nullable=False),
        sa.Column("themes", sa.JSON, nullable=False),
        sa.Column("as_of", Words),
        sa.Column("audience", Words, nullable=False),
        sa.Column("source", Words),
        sa.Column("status", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("content_hash", Words, nullable=False),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.Column("pages", sa.JSON, nullable=False),
        sa.Column("file_hash", Words, sa.ForeignKey("originals.file_hash"), nullable=False, index=True),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "source_files",
        sa.Column("path", Words, primary_key=True),
        sa.Column("source_hash", Words, nullable=False),
        sa.Column("file_hash", Words, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("case_study_id", Words, _part_of("case_studies.id"), index=True),
        sa.Column("reason", Words),
        sa.Column("sentence", Words),
        sa.Column("transient", sa.Boolean, nullable=False),
        sa.Column("read_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("case_study_id IS NOT NULL OR reason IS NOT NULL", name="outcome"),
    )


def _make_passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", Words, primary_key=True),
        sa.Column("case_study_id", Words, _part_of("case_studies.id"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("heading", Words, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("vector_key", Words, nullable=False, index=True),
        sa.UniqueConstraint("case_study_id", "ordinal"),
        sa.CheckConstraint('start >= 0 AND "end" > start', name="stretch"),
    )
    op.create_table(
        "vectors",
        sa.Column("model", Words, primary_key=True),
        sa.Column("vector_key", Words, primary_key=True),
        sa.Column("dimension", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("stretches", sa.LargeBinary, nullable=False),
        sa.Column("sentences", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("length(vector) = 4 * dimension", name="float32"),
        sa.CheckConstraint("8 * length(sentences) = dimension * length(stretches)", name="sentences"),
    )


def _make_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("case_study_id", Words, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
    )
    counter = op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.execute(counter.insert().values(id=1, number=0))


def _make_facts() -> None:
    facts = op.create_table(
        "facts",
        sa.Column("key", Words, primary_key=True),
        sa.Column("value", Words, nullable=False),
    )
    # An index compares it, so that it never takes another database's change number for its own.
    op.execute(facts.insert().values(key="identity", value=uuid.uuid4().hex))


def _make_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", Words, primary_key=True),
        sa.Column("team", Words, nullable=False),
        sa.Column("channel", Words, nullable=False),
        sa.Column("thread_ts", Words),
        sa.Column("message_ts", Words),
        sa.Column("asker", Words, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("surface", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("standalone", Words),
        sa.Column("progress", Words, nullable=False),
        sa.Column("claimed_by", Words, nullable=False),
        sa.Column("claimed_at", UtcDateTime, nullable=False),
        sa.Column("outcome", Words),
        sa.Column("confidence", sa.Double),
        sa.Column("answer", sa.JSON),
        sa.Column("reply_ts", Words),
        sa.Column("ms", sa.Integer),
        sa.UniqueConstraint("team", "channel", "message_ts"),
        sa.CheckConstraint("progress IN ('claimed', 'answered', 'failed')", name="progress"),
        sa.CheckConstraint("(progress = 'answered') = (outcome IS NOT NULL)", name="outcome"),
    )
    op.create_index(None, "questions", ["team", "channel", "thread_ts", "asked_at"])
    op.create_index(None, "questions", ["progress", "claimed_at"])
    op.create_index(None, "questions", ["outcome", "asked_at"])


def _make_what_follows_a_question() -> None:
    op.create_table(
        "votes",
        sa.Column("question_id", Words, _part_of("questions.id"), primary_key=True),
        sa.Column("voter", Words, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("reason", Words),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.CheckConstraint("value IN (-1, 1)", name="value"),
    )
    op.create_table(
        "threads",
        sa.Column("team", Words, primary_key=True),
        sa.Column("channel", Words, primary_key=True),
        sa.Column("thread_ts", Words, primary_key=True),
        sa.Column("last_question_id", Words, _part_of("questions.id"), nullable=False, index=True),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "help_requests",
        sa.Column("question_id", Words, _part_of("questions.id"), primary_key=True),
        sa.Column("channel", Words, nullable=False),
        sa.Column("message_ts", Words),
        sa.Column("asked_by", Words, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("resolved_by", Words),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by IS NULL)", name="resolved"),
    )


def _part_of(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
