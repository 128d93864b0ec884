"""Visits and their programmes. Whoever changes one says which version of it they had seen.

Versions are counted here: a visit's programme and people belong to it, so a change of theirs is
one of the visit's, and of two people who change it at once the second is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.errors import SessionInUseError, StaleVisitError, UnknownVisitError
from knowledge.store.audits import record_deed
from knowledge.store.engine import Database
from knowledge.store.former_names import remembering
from knowledge.store.publication import About, note
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_once, upsert
from knowledge.store.values import Deed
from knowledge.store.visit_tables import records, sessions, visits
from knowledge.visits import UNDER_WAY, Session, Visit


@dataclass(frozen=True, slots=True)
class Visits:
    """What there was, is and will be to visit."""

    database: Database

    def add(self, visit: Visit, deed: Deed, programme: Sequence[Session] = ()) -> bool:
        """Stores a new visit as its first version; False when there is one of its id, which stays."""
        with self.database.writing() as connection:
            added = insert_once(connection, visits, {**visit.model_dump(), "version": 1})
            if added:
                _write_programme(connection, visit.id, programme)
                record_deed(connection, visit.id, deed)
            return added

    def get(self, visit: str) -> Visit:
        """The visit of this id; UnknownVisitError when there is none."""
        with self.database.reading() as connection:
            return _visit(connection, visit)

    def all(self) -> tuple[Visit, ...]:
        """The latest first."""
        return self._found()

    def under_way(self) -> tuple[Visit, ...]:
        """Those that are open or in discussion, the latest first."""
        return self._found(visits.c.state.in_(sorted(UNDER_WAY)))

    def several(self, ids: Collection[str]) -> tuple[Visit, ...]:
        """Those of the visits that there are, the latest first."""
        found = [one for some in in_lists(sorted(ids)) for one in self._found(visits.c.id.in_(some))]
        return tuple(sorted(found, key=lambda one: (-one.starts.toordinal(), one.id)))

    def change(self, visit: Visit, expected_version: int, deed: Deed) -> Visit:
        """Stores the visit in place of the version that was seen; StaleVisitError when there is a later."""
        with self.database.writing() as connection:
            require_visit(connection, visit.id)
            row = {**visit.model_dump(exclude={"id"}), "version": expected_version + 1}
            with remembering(connection, [visit.id]):
                _replace(connection, visit.id, expected_version, row)
            note(connection, About.VISIT, visit.id)
            record_deed(connection, visit.id, deed)
            return _visit(connection, visit.id)

    def programme(self, visit: str) -> tuple[Session, ...]:
        """The sessions in the order they start."""
        with self.database.reading() as connection:
            return _programme(connection, visit)

    def change_programme(
        self, visit: str, programme: Sequence[Session], expected_version: int, deed: Deed
    ) -> Visit:
        """Replaces the visit's programme; SessionInUseError when it lacks one with records."""
        with self.database.writing() as connection:
            require_visit(connection, visit)
            _replace(connection, visit, expected_version, {"version": expected_version + 1})
            _remove_missing(connection, visit, programme)
            _write_programme(connection, visit, programme)
            record_deed(connection, visit, deed)
            return _visit(connection, visit)

    def _found(self, *conditions: sa.ColumnElement[bool]) -> tuple[Visit, ...]:
        chosen = sa.select(visits).where(*conditions).order_by(visits.c.starts.desc(), visits.c.id)
        with self.database.reading() as connection:
            return tuple(_visit_of(row) for row in connection.execute(chosen))


def require_visit(connection: sa.Connection, visit: str) -> None:
    """UnknownVisitError when there is none, instead of a broken foreign key that names none."""
    if connection.scalar(sa.select(visits.c.id).where(visits.c.id == visit)) is None:
        raise UnknownVisitError(visit)


def _replace(connection: sa.Connection, visit: str, expected_version: int, row: dict[str, Any]) -> None:
    seen = sa.update(visits).where(visits.c.id == visit, visits.c.version == expected_version)
    if connection.execute(seen.values(row)).rowcount == 0:
        raise StaleVisitError


def _visit(connection: sa.Connection, visit: str) -> Visit:
    row = connection.execute(sa.select(visits).where(visits.c.id == visit)).one_or_none()
    if row is None:
        raise UnknownVisitError(visit)
    return _visit_of(row)


def _visit_of(row: Row) -> Visit:
    return Visit.model_validate(row._asdict())


def _programme(connection: sa.Connection, visit: str) -> tuple[Session, ...]:
    columns = [column for column in sessions.c if column is not sessions.c.visit_id]
    order = (sessions.c.start, sessions.c.end, sessions.c.title, sessions.c.id)
    rows = connection.execute(sa.select(*columns).where(sessions.c.visit_id == visit).order_by(*order))
    return tuple(Session.model_validate(row._asdict()) for row in rows)


def _write_programme(connection: sa.Connection, visit: str, programme: Sequence[Session]) -> None:
    for session in programme:
        upsert(connection, sessions, {**session.model_dump(), "visit_id": visit})


def _remove_missing(connection: sa.Connection, visit: str, programme: Sequence[Session]) -> None:
    kept = [session.id for session in programme]
    missing = sa.and_(sessions.c.visit_id == visit, sessions.c.id.not_in(kept))
    in_use = sa.exists().where(records.c.visit_id == visit, records.c.session_id == sessions.c.id)
    title = connection.scalar(sa.select(sessions.c.title).where(missing, in_use).order_by(sessions.c.start))
    if title is not None:
        raise SessionInUseError(title)
    connection.execute(sa.delete(sessions).where(missing))
