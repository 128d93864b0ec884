"""What people have typed and not sent, and the messages that feedback quotes."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("person_id", Words, _part_of("people.id"), primary_key=True),
        sa.Column("form", Words, primary_key=True),
        sa.Column("about", Words, primary_key=True),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "quotations",
        sa.Column("id", Words, primary_key=True),
        sa.Column("quote", Words, nullable=False),
        sa.Column("link", Words),
        sa.Column("author_id", Words, _part_of("people.id")),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("record_id", Words, _part_of("records.id"), index=True),
        sa.Column("asked_at", UtcDateTime),
        sa.Column("agreed", sa.Boolean),
    )


def _part_of(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
