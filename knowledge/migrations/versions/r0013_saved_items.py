"""What people have saved for themselves."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "saved_items",
        sa.Column("person_id", Words, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", Words, primary_key=True),
        sa.Column("item", Words, primary_key=True),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("kind IN ('lesson', 'passage')", name="kind"),
    )
