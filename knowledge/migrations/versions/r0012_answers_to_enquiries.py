"""Which question that was taken along a piece of feedback answers."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Words

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("feedback_records", sa.Column("enquiry", Words))
