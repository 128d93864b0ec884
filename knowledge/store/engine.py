"""The way into a database: its address becomes a ``Database``, whose two doors are all others use.

A write on SQLite begins with BEGIN IMMEDIATE. A transaction that starts by reading and then
writes can only fail when somebody wrote in between, however long it waits; one that takes the
write lock first waits its turn. Errors name no parameters: they may be what a person asked.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from knowledge.errors import StoreUnavailableError, StoreUrlError
from knowledge.store.faults import named_faults

LOCK_WAIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Database:
    """One database behind two doors."""

    readers: sa.Engine
    writers: sa.Engine
    lock_wait_seconds: float

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One unchanging view of the database, whatever others write meanwhile."""
        with named_faults(), self.readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it is kept when the block ends, none of it when the block raises."""
        with named_faults(), self.writers.begin() as connection:
            yield connection

    def close(self) -> None:
        self.readers.dispose()


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, whatever signs its path holds."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def connect(url: str, *, lock_wait_seconds: float = LOCK_WAIT_SECONDS) -> Database:
    """The database at ``url``; a SQLite file and its folder are made when they are not there."""
    address = _address(url)
    make = _sqlite if address.get_backend_name() == "sqlite" else _postgresql
    return make(address, lock_wait_seconds)


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreUrlError("DATABASE_URL is not of the form sqlite:///FILE or postgresql://…") from error
    backend = address.get_backend_name()
    if backend in {"postgres", "postgresql"}:
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreUrlError(f"DATABASE_URL names {backend!r}; Peerbot keeps its data in sqlite or postgresql")
    if address.database in {None, "", ":memory:"}:
        raise StoreUrlError("DATABASE_URL names no file, so all would be lost: write sqlite:///FILE")
    return address.set(drivername="sqlite")


def _sqlite(address: sa.URL, wait: float) -> Database:
    try:
        Path(address.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailableError(f"the folder of the database cannot be made: {error}") from error
    # Without an isolation level of its own the driver leaves BEGIN to us.
    options = {"timeout": wait, "isolation_level": None}
    engine = sa.create_engine(address, connect_args=options, pool_timeout=wait, hide_parameters=True)
    # FULL, not WAL's usual NORMAL: what Slack was told is kept must outlive a power cut.
    sa.event.listen(engine, "connect", _preparing("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL"))
    sa.event.listen(engine, "begin", _begin)
    return Database(engine, engine.execution_options(begin="BEGIN IMMEDIATE"), wait)


def _postgresql(address: sa.URL, wait: float) -> Database:
    engine = sa.create_engine(address, pool_pre_ping=True, pool_timeout=wait, hide_parameters=True)
    sa.event.listen(engine, "connect", _preparing(f"SET lock_timeout = {round(1000 * wait)}"))
    unchanging = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(unchanging, engine, wait)


def _preparing(*statements: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        with closing(connection.cursor()) as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.commit()

    return prepare


def _begin(connection: sa.Connection) -> None:
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)
