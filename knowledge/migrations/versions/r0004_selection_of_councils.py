"""How the councils of a visit were chosen."""

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import Words

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("visits", sa.Column("selection", Words))
