"""Reminders that Slack holds for us, and who has opened our page."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("visit_id", Words, primary_key=True),
        sa.Column("person_id", Words, primary_key=True),
        sa.Column("kind", Words, primary_key=True),
        sa.Column("session", Words, primary_key=True),
        sa.Column("due_at", UtcDateTime, primary_key=True),
        sa.Column("titles", sa.JSON, nullable=False),
        sa.Column("channel", Words, nullable=False),
        sa.Column("begun_at", UtcDateTime, nullable=False),
        sa.Column("scheduled_message_id", Words),
    )
    op.create_index(None, "nudges", ["due_at"])
    op.create_table(
        "homes",
        sa.Column("person_id", Words, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("opened_at", UtcDateTime, nullable=False),
    )
