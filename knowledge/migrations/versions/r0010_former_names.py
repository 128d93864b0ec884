"""Names that a visit once went by, so that they are struck out of its texts for ever."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Words

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "former_names",
        sa.Column("visit_id", Words, sa.ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", Words, primary_key=True),
        sa.Column("name", Words, primary_key=True),
    )
