"""Messages that feedback quotes, who wrote them, and whether they may be named with what they wrote.

Here alone stands who wrote a message; the record that quotes it knows only once its author agreed.
What is withdrawn takes its quotation along.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.rows import Row
from knowledge.store.statements import insert_once
from knowledge.store.values import Quotation
from knowledge.store.visit_tables import quotations

_RENAMED = {"author": "author_id", "record": "record_id"}


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quoted messages; their authors are asked once."""

    database: Database

    def keep(self, quotation: Quotation) -> Quotation:
        """The quotation as it is kept: what was quoted before under this id stays."""
        row = {_RENAMED.get(name, name): value for name, value in asdict(quotation).items()}
        with self.database.writing() as connection:
            insert_once(connection, quotations, row)
            same = quotations.c.id == quotation.id
            return _quotation_of(connection.execute(sa.select(quotations).where(same)).one())

    def get(self, quotation: str) -> Quotation | None:
        """None for one that nobody made, or that is gone with what quoted it."""
        found = self._chosen(quotations.c.id == quotation)
        return found[0] if found else None

    def attach(self, quotation: str, record: str) -> None:
        """Says which record quotes the message."""
        self._update(quotation, {"record_id": record})

    def unasked(self) -> tuple[Quotation, ...]:
        """Those in records whose authors can be asked and have not been."""
        return self._chosen(
            quotations.c.record_id.is_not(None),
            quotations.c.author_id.is_not(None),
            quotations.c.asked_at.is_(None),
            quotations.c.agreed.is_(None),
        )

    def claim(self, quotation: str, now: datetime) -> bool:
        """Whether asking the author is the caller's to do; False when they were asked before."""
        return self._update(quotation, {"asked_at": now}, quotations.c.asked_at.is_(None))

    def give_up(self, quotation: str) -> None:
        """Lets the author be asked again, as they could not be reached."""
        self._update(quotation, {"asked_at": None})

    def answer(self, quotation: str, *, agreed: bool) -> None:
        """Keeps whether the author may be named; the latest answer holds."""
        self._update(quotation, {"agreed": agreed})

    def forget(self, record: str) -> None:
        """Forgets what a record quoted, and who wrote it."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(quotations).where(quotations.c.record_id == record))

    def drop_unused(self, before: datetime) -> int:
        """Forgets messages that were looked at and then not logged; how many that were."""
        unused = quotations.c.record_id.is_(None) & (quotations.c.made_at < before)
        with self.database.writing() as connection:
            return connection.execute(sa.delete(quotations).where(unused)).rowcount

    def _update(
        self, quotation: str, changes: Mapping[str, Any], *conditions: sa.ColumnElement[bool]
    ) -> bool:
        changed = sa.update(quotations).where(quotations.c.id == quotation, *conditions)
        with self.database.writing() as connection:
            return connection.execute(changed.values(changes)).rowcount == 1

    def _chosen(self, *conditions: sa.ColumnElement[bool]) -> tuple[Quotation, ...]:
        chosen = sa.select(quotations).where(*conditions).order_by(quotations.c.made_at, quotations.c.id)
        with self.database.reading() as connection:
            return tuple(_quotation_of(row) for row in connection.execute(chosen))


def _quotation_of(row: Row) -> Quotation:
    return Quotation(**{name: getattr(row, _RENAMED.get(name, name)) for name in Quotation.__match_args__})
