"""Statements that SQLite and PostgreSQL share and SQLAlchemy's common language lacks; lists cut to size."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]
_Item = TypeVar("_Item")

_LIST_LIMIT = 500  # values in one IN (…): far below what SQLite (32,766) and PostgreSQL (65,535) can bind


def insert_once(connection: sa.Connection, table: sa.Table[Any], row: Row) -> bool:
    """Inserts the row; False when one of its keys is taken. Any other broken constraint is an error."""
    statement = _insert(connection.dialect.name, table).values(row).on_conflict_do_nothing()
    inserted = connection.execute(statement.returning(*table.primary_key))  # an INSERT has no sure rowcount
    return inserted.one_or_none() is not None


def insert_missing(connection: sa.Connection, table: sa.Table[Any], rows: Sequence[Row]) -> None:
    """Inserts those of the rows whose keys are new."""
    if rows:  # An empty list would insert one row of defaults.
        connection.execute(_insert_missing(connection.dialect.name, table), rows)


def upsert(
    connection: sa.Connection,
    table: sa.Table[Any],
    row: Row,
    *,
    keep: frozenset[str] = frozenset(),
    later: str | None = None,
) -> None:
    """Inserts the row, or replaces the one of its primary key except for the columns in ``keep``.

    With ``later``, one stays as it is that is no earlier by the column of this name.
    """
    connection.execute(_upsert(connection.dialect.name, table, tuple(row), keep, later), row)


@cache
def _insert_missing(dialect: str, table: sa.Table[Any]) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _upsert(
    dialect: str, table: sa.Table[Any], columns: tuple[str, ...], keep: frozenset[str], later: str | None
) -> sqlite.Insert | postgresql.Insert:
    """The statement for rows of these columns; to make it takes longer than to execute it."""
    keys = {column.name for column in table.primary_key}
    statement = _insert(dialect, table)
    replaced = {name: statement.excluded[name] for name in columns if name not in keys | keep}
    where = table.c[later] < statement.excluded[later] if later else None
    return statement.on_conflict_do_update(index_elements=sorted(keys), set_=replaced, where=where)


def in_lists(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """The items in runs short enough for one statement."""
    return (items[start : start + _LIST_LIMIT] for start in range(0, len(items), _LIST_LIMIT))


def _insert(dialect: str, table: sa.Table[Any]) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
