"""The visit a case study comes from; of what is there already nobody said, so its team is unknown."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("case_studies", sa.Column("visit_id", Words))
