"""Notes of what is to be published, the first about the feedback that was accepted before there were any."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Words

revision = "0007"
down_revision = "0006"

_records = sa.table("records", *(sa.column(name) for name in ("id", "type", "status")))
_notes = sa.table("publication_notes", sa.column("about"), sa.column("id"))


def upgrade() -> None:
    op.add_column("case_studies", sa.Column("sightings", sa.JSON))
    op.create_table(
        "publication_notes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("about", Words, nullable=False),
        sa.Column("id", Words, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(None, "publication_notes", ["about", "id"])
    accepted = sa.select(sa.literal("record"), _records.c.id).where(
        _records.c.type == "feedback", _records.c.status == "accepted"
    )
    op.execute(sa.insert(_notes).from_select(["about", "id"], accepted))
