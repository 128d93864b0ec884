"""Records: stored once however often they arrive, changed only by who has seen the last change.

A record is spread over ``records``, the table of its type and ``record_history``; what a column of
the first two is called, the field is called too, but for the visit and the session.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.errors import NotAllowedError, StaleRecordError, UnknownRecordError, UnknownSessionError
from knowledge.lessons import Loss
from knowledge.records import RECORD_TYPES, GroupFeedback, Record, RecordGesture, RecordStatus, RecordType
from knowledge.store.engine import Database
from knowledge.store.lessons import forget_record, is_held
from knowledge.store.publication import About, note
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_once, upsert
from knowledge.store.values import RecordFilters
from knowledge.store.visit_tables import (
    commitments,
    feedback_records,
    group_feedback,
    record_history,
    records,
    sessions,
)
from knowledge.store.visits import require_visit

TABLES: Mapping[RecordType, sa.Table[Any]] = {
    RecordType.FEEDBACK: feedback_records,
    RecordType.GROUP_FEEDBACK: group_feedback,
    RecordType.COMMITMENT: commitments,
}
_CLASSES = {kind.model_fields["type"].default: kind for kind in RECORD_TYPES}
_RENAMED = {"visit": "visit_id", "session": "session_id"}


@dataclass(frozen=True, slots=True)
class Records:
    """What people told us about visits."""

    database: Database

    def add(self, record: Record) -> bool:
        """Stores the record; False when one of its id is stored already, which stays as it is."""
        with self.database.writing() as connection:
            _require_places(connection, record)
            if not insert_once(connection, records, _common_row(record)):
                return False
            _write(connection, record)
            note(connection, About.RECORD, record.id)
            return True

    def change(self, record: Record, expected_version: int) -> None:
        """Stores the record in place of the version that was seen; StaleRecordError if there is a later.

        NotAllowedError for one that is reopened although a lesson rests on it. Lessons that nothing
        becomes of any more lose what a record told that is withdrawn, or reopened: it is nobody's to quote.
        """
        row = _common_row(record)
        with self.database.writing() as connection:
            _require_places(connection, record)
            if why := _lost(record):
                _forget_in_lessons(connection, record, why)
            seen = sa.update(records).where(records.c.id == record.id, records.c.version == expected_version)
            if connection.execute(seen.values(row)).rowcount == 0:
                _require_record(connection, record.id)
                raise StaleRecordError
            _write(connection, record)
            note(connection, About.RECORD, record.id)

    def get(self, record: str) -> Record:
        """The record of this id; UnknownRecordError when there is none."""
        found = self._found(records.c.id == record)
        if not found:
            raise UnknownRecordError(record)
        return found[0]

    def find(self, filters: RecordFilters) -> tuple[Record, ...]:
        """Those that pass all the filters, in the order they were told."""
        return self._found(*_conditions(filters))

    def several(self, ids: Collection[str]) -> dict[str, Record]:
        """Those of the records that there are, by id."""
        lists = in_lists(sorted(ids))
        return {record.id: record for some in lists for record in self._found(records.c.id.in_(some))}

    def composed_from(self, found: Iterable[Record]) -> dict[str, Record]:
        """What the group chose for those of them that are its feedback, by id."""
        return self.several({name for one in found if isinstance(one, GroupFeedback) for name in one.chosen})

    def _found(self, *conditions: sa.ColumnElement[bool]) -> tuple[Record, ...]:
        with self.database.reading() as connection:
            return _read(connection, *conditions)


def _read(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> tuple[Record, ...]:
    rows = [
        row
        for table in TABLES.values()
        for row in connection.execute(sa.select(records, table).join(table).where(*conditions))
    ]
    histories = _histories(connection, [row.id for row in rows])
    found = (_record_of(row, histories.get(row.id, [])) for row in rows)
    return tuple(sorted(found, key=lambda record: (record.created_at, record.id)))


def _lost(record: Record) -> Loss | None:
    """Why lessons can no longer hold what the record tells; None while they can."""
    if record.status is RecordStatus.WITHDRAWN:
        return Loss.WITHDRAWN
    reopened = any(event.gesture is RecordGesture.REOPEN for event in record.history[-1:])
    return Loss.REOPENED if reopened else None


def _forget_in_lessons(connection: sa.Connection, after: Record, why: Loss) -> None:
    """What was told is still in the database: lessons may repeat it."""
    if why is Loss.REOPENED:
        _require_unheld(connection, after)
    for told_before in _read(connection, records.c.id == after.id):
        forget_record(connection, told_before, why, after.history[-1].at)


def _conditions(filters: RecordFilters) -> Iterable[sa.ColumnElement[bool]]:
    if filters.visit:
        yield records.c.visit_id == filters.visit
    if filters.theme:
        yield records.c.theme == filters.theme
    if filters.type:
        yield records.c.type == filters.type
    if filters.kind:
        of_kind = sa.select(feedback_records.c.record_id).where(feedback_records.c.kind == filters.kind)
        yield records.c.id.in_(of_kind)
    if not filters.withdrawn:
        yield records.c.status != RecordStatus.WITHDRAWN


def _require_places(connection: sa.Connection, record: Record) -> None:
    require_visit(connection, record.visit)
    at = sa.select(sessions.c.id).where(sessions.c.id == record.session, sessions.c.visit_id == record.visit)
    if record.session is not None and connection.scalar(at) is None:
        raise UnknownSessionError(record.session)


def _require_unheld(connection: sa.Connection, record: Record) -> None:
    """A lesson is stored before what it quotes is marked as distilled: its quotes are what counts."""
    if is_held(connection, record.id):
        raise NotAllowedError(
            "nobody can reopen a record that a lesson quotes before the lesson is rejected or withdrawn"
        )


def _require_record(connection: sa.Connection, record: str) -> None:
    if connection.scalar(sa.select(records.c.id).where(records.c.id == record)) is None:
        raise UnknownRecordError(record)


def _common_row(record: Record) -> dict[str, Any]:
    fields = set(Record.model_fields) - {"history"}
    row = {_RENAMED.get(name, name): value for name, value in record.model_dump(include=fields).items()}
    return {**row, "version": record.version}


def _write(connection: sa.Connection, record: Record) -> None:
    own = type(record).model_fields.keys() - Record.model_fields.keys()
    row = record.model_dump(include=set(own))
    upsert(connection, TABLES[record.type], {**row, "record_id": record.id})
    for ordinal, event in enumerate(record.history):
        upsert(connection, record_history, {**event.model_dump(), "record_id": record.id, "ordinal": ordinal})


def _histories(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The events of each record in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for some in in_lists(ids):
        chosen = sa.select(record_history).where(record_history.c.record_id.in_(some))
        for row in connection.execute(chosen.order_by(record_history.c.ordinal)):
            event = row._asdict()
            del event["ordinal"]
            found.setdefault(event.pop("record_id"), []).append(event)
    return found


def _record_of(row: Row, history: Sequence[Mapping[str, Any]]) -> Record:
    fields = {
        name: getattr(row, _RENAMED.get(name, name))
        for name in _CLASSES[row.type].model_fields
        if name != "history"
    }
    return _CLASSES[row.type].model_validate({**fields, "history": history})
