"""A database of any age opens as one of today, and a migration says what tables.py says."""

import logging
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from knowledge.errors import StoreBusyError, StoreVersionError
from knowledge.store import Store, open_store, sqlite_url
from knowledge.store.engine import connect
from knowledge.store.schema import alone
from knowledge.store.tables import metadata
from tests.contract.store_samples import case_study, put

OPEN_WHEN_TOLD = """
import sys
from knowledge.store import open_store
print("ready", flush=True)
sys.stdin.readline()
with open_store(sys.argv[1]) as store:
    print(store.facts.get("identity"))
"""


def shape(connection: sa.Connection) -> dict[str, object]:
    """All that a database can tell about its tables, as text."""
    inspector = sa.inspect(connection)

    def told(kind: str) -> dict[str, list[str]]:
        by_table = getattr(inspector, f"get_multi_{kind}")()
        return {
            table: sorted(repr(item) for item in (items if isinstance(items, list) else [items]))
            for (_schema, table), items in by_table.items()
            if table != "alembic_version"
        }

    kinds = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
    return {kind: told(kind) for kind in kinds}


def tables(url: str) -> list[str]:
    engine = connect(url).readers
    names = sa.inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.database.writing() as connection:
        migrated = shape(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        declared = shape(connection)

    assert migrated == declared
    assert "ck_vectors_float32" in str(migrated)


def test_alembic_finds_nothing_left_to_migrate(store: Store) -> None:
    with store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})

        assert compare_metadata(context, metadata) == []


def test_opening_again_keeps_what_is_there(database_url: str) -> None:
    with open_store(database_url) as store:
        put(store, case_study("kent", "words"))
        identity = store.facts.get("identity")

    with open_store(database_url) as store:
        assert store.case_studies.get("kent").text == "words"
        assert store.facts.get("identity") == identity


def test_every_database_has_an_identity_of_its_own_and_keeps_facts(store: Store, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/other.sqlite3") as other:
        assert store.facts.get("identity") != other.facts.get("identity") is not None

    store.facts.put("model", "one")
    store.facts.put("model", "two")

    assert store.facts.get("model") == "two"
    assert store.facts.get("none") is None


def test_processes_that_open_a_new_database_at_once_all_find_the_same_one(database_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", OPEN_WHEN_TOLD, database_url]
    with ExitStack() as running:
        processes = [
            running.enter_context(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True))
            for _ in range(3)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [process.communicate(timeout=60) for process in processes]

    assert [errors for _identity, errors in told] == [""] * 3
    assert len({identity for identity, _errors in told}) == 1


def test_opening_waits_for_whoever_is_at_it(store: Store, database_url: str) -> None:
    with alone(store.database), pytest.raises(StoreBusyError):
        open_store(database_url, lock_wait_seconds=0.05)

    open_store(database_url).close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    with open_store(database_url) as store, store.database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = tables(database_url)

    with pytest.raises(StoreVersionError, match=r"newer Peerbot \(revision '9999'\)"):
        open_store(database_url)

    assert tables(database_url) == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url: str) -> None:
    database = connect(database_url)
    with database.writing() as connection:
        connection.execute(sa.text("CREATE TABLE help_requests (id INTEGER)"))  # in the way of ours
    database.close()

    with pytest.raises(sa.exc.DBAPIError, match="already exists"):
        open_store(database_url)

    assert tables(database_url) == ["help_requests"]


def test_opening_prints_nothing_and_leaves_the_logging_alone(
    database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    ours = logging.getLogger("knowledge.ingest")
    before = (logging.root.level, list(logging.root.handlers), ours.disabled)

    open_store(database_url).close()

    assert capfd.readouterr() == ("", "")
    assert (logging.root.level, list(logging.root.handlers), ours.disabled) == before


@pytest.mark.parametrize("folder", ["Case studies 100%", "a%20b", "ü", "why?", "#1;x=&y@z:"])
def test_a_sqlite_file_is_made_with_its_folders_whatever_they_are_called(tmp_path: Path, folder: str) -> None:
    file = tmp_path / folder / "deep" / "store.sqlite3"

    open_store(sqlite_url(file)).close()

    assert file.stat().st_size > 0


def test_a_sqlite_store_writes_ahead_keeps_references_and_outlives_a_power_cut(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/store.sqlite3") as store:
        for door in (store.database.reading, store.database.writing):
            with door() as connection:
                assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
                assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
                assert connection.scalar(sa.text("PRAGMA synchronous")) == 2  # FULL
