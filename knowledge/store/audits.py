"""Who did what to a visit, when and why; written in the transaction that does it.

What is done to a record stands in the record's own history.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.values import Deed
from knowledge.store.visit_tables import audit_trail


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """What happened to visits; it outlives them."""

    database: Database

    def of(self, visit: str) -> tuple[Deed, ...]:
        """What was done to the visit, the first deed first."""
        chosen = sa.select(audit_trail).where(audit_trail.c.visit_id == visit).order_by(audit_trail.c.number)
        with self.database.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(Deed(row.actor, row.at, row.what, row.reason) for row in rows)


def record_deed(connection: sa.Connection, visit: str, deed: Deed) -> None:
    connection.execute(
        sa.insert(audit_trail).values(
            visit_id=visit, actor=deed.by, at=deed.at, what=deed.what, reason=deed.reason
        )
    )
