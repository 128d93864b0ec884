"""A database of any age, or none, brought up to this version of the tables when it is opened.

Several processes may open one database at once: the first does the work, the others wait and
find it done. A database of a newer Peerbot is refused, never guessed at.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from knowledge.errors import StoreVersionError
from knowledge.store.engine import Database, connect
from knowledge.store.faults import named_faults

_ADVISORY_LOCK = 0x7065657262  # any number will do that no other application of the server uses


def bring_up_to_date(database: Database) -> None:
    """Runs the migrations that the database lacks, all in one transaction."""
    with named_faults(), alone(database) as connection, connection.begin():
        config = migrations(connection)
        scripts = ScriptDirectory.from_config(config)
        found = MigrationContext.configure(connection).get_current_revision()
        if found and found not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreVersionError(found)
        if found != scripts.get_current_head():
            command.upgrade(config, "head")


def migrations(connection: sa.Connection) -> Config:
    """What Alembic needs to know; there is no alembic.ini, so nothing touches the logging."""
    config = Config()
    config.set_main_option("script_location", "knowledge:migrations")
    config.attributes["connection"] = connection
    return config


def alone(database: Database) -> AbstractContextManager[sa.Connection]:
    """A connection outside any transaction, while nobody else has such a one to this database."""
    is_sqlite = database.writers.dialect.name == "sqlite"
    return _alone_on_sqlite(database) if is_sqlite else _alone_on_postgresql(database)


@contextmanager
def _alone_on_postgresql(database: Database) -> Iterator[sa.Connection]:
    with database.writers.connect() as connection:
        connection.detach()  # closed at the end, which gives the lock back whatever happened
        connection.execute(sa.select(sa.func.pg_advisory_lock(_ADVISORY_LOCK)))
        connection.commit()
        yield connection


@contextmanager
def _alone_on_sqlite(database: Database) -> Iterator[sa.Connection]:
    """The lock is another file's: two that make one file a WAL database at once can both fail."""
    url = database.writers.url
    beside = url.set(database=f"{url.database}.opening").render_as_string()
    lock = connect(beside, lock_wait_seconds=database.lock_wait_seconds)
    with closing(lock), lock.writing(), database.writers.connect() as connection:
        connection.detach()  # so that no other use of the engine meets the settings of this one
        outside = connection.execution_options(begin=None)  # neither can be said within a transaction
        outside.exec_driver_sql("PRAGMA journal_mode = WAL")
        outside.exec_driver_sql("PRAGMA foreign_keys = OFF")
        outside.commit()
        yield connection.execution_options(begin="BEGIN IMMEDIATE")
