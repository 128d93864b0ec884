"""Facilitators are participants, who may be there for no council; people may be nudged; chores."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

from knowledge.store.columns import UtcDateTime, Words

revision = "0003"
down_revision = "0002"

_visits = sa.table("visits", sa.column("id"), sa.column("facilitators", sa.JSON))
_people = sa.table("people", sa.column("id"))
_participants = sa.table(
    "participants",
    *(sa.column(name) for name in ("visit_id", "person_id", "pseudonym", "council", "role")),
)


def upgrade() -> None:
    with op.batch_alter_table("participants") as participants:
        participants.alter_column("council", existing_type=Words, nullable=True)
    op.add_column("people", sa.Column("nudged", sa.Boolean, nullable=False, server_default=sa.true()))
    _make_facilitators_participants()
    op.drop_column("visits", "facilitators")
    op.create_table(
        "chores",
        sa.Column("key", Words, primary_key=True),
        sa.Column("done_at", UtcDateTime, nullable=False),
    )


def _make_facilitators_participants() -> None:
    connection = op.get_bind()
    known = set(connection.scalars(sa.select(_people.c.id)))
    for visit, people in connection.execute(sa.select(_visits.c.id, _visits.c.facilitators)).all():
        for person in dict.fromkeys(people):
            if person in known:
                _facilitate(connection, visit, person)


def _facilitate(connection: sa.Connection, visit: str, person: str) -> None:
    same: Any = (_participants.c.visit_id == visit, _participants.c.person_id == person)
    promoted = sa.update(_participants).where(*same).values(role="facilitator")
    if connection.execute(promoted).rowcount == 0:
        pseudonym = uuid5(NAMESPACE_URL, f"{visit}\n{person}").hex[:12]
        part = {"visit_id": visit, "person_id": person, "pseudonym": pseudonym, "role": "facilitator"}
        connection.execute(sa.insert(_participants).values(part))
