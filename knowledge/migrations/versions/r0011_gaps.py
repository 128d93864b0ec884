"""What became of questions that nothing answered, and what visits are to ask."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Floats, UtcDateTime, Words

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "question_vectors",
        sa.Column("question_id", Words, _part_of("questions.id"), primary_key=True),
        sa.Column("model", Words, primary_key=True),
        sa.Column("vector", Floats, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("id", Words, primary_key=True),
        sa.Column("remedy", Words, nullable=False),
        sa.Column("words", Words),
        sa.Column("lesson_id", Words),
        sa.Column("settled_by", Words, nullable=False),
        sa.Column("settled_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "gap_questions",
        sa.Column("question_id", Words, _part_of("questions.id"), primary_key=True),
        sa.Column("gap_id", Words, _part_of("gaps.id"), nullable=False, index=True),
        sa.Column("told_at", UtcDateTime, index=True),
    )
    op.create_table(
        "enquiries",
        sa.Column("gap_id", Words, primary_key=True),
        sa.Column("visit_id", Words, _part_of("visits.id"), primary_key=True),
        sa.Column("session", Words),
        sa.Column("question", Words, nullable=False),
        sa.Column("put_at", UtcDateTime, nullable=False),
    )
    op.create_index(None, "enquiries", ["visit_id"])


def _part_of(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
