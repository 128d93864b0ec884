"""Lessons of several visits wait to be published again: they were for the first one's team alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_evidence = sa.table("lesson_evidence", sa.column("lesson_id"), sa.column("visit_id"))
_notes = sa.table("publication_notes", sa.column("about"), sa.column("id"))


def upgrade() -> None:
    several = (
        sa.select(sa.literal("lesson"), _evidence.c.lesson_id)
        .group_by(_evidence.c.lesson_id)
        .having(sa.func.count(_evidence.c.visit_id.distinct()) > 1)
    )
    op.execute(sa.insert(_notes).from_select(["about", "id"], several))
