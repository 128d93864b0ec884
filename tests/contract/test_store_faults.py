"""A database that is busy, broken, out of reach or not ours is said to be so, in words."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge.errors import StoreBusyError, StoreUnavailableError, StoreUrlError
from knowledge.store import Store, open_store
from knowledge.store.changes import changing
from tests.contract.store_samples import MODEL, case_study, put, question, source, vectors_of

SOON = 0.05


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_busy(
    store: Store, database_url: str
) -> None:
    store.facts.put("model", "one")
    with open_store(database_url, lock_wait_seconds=SOON) as other, store.database.writing() as connection:
        connection.execute(sa.text("UPDATE facts SET value = 'two' WHERE key = 'model'"))

        with pytest.raises(StoreBusyError, match="try again"):
            other.facts.put("model", "three")

    assert store.facts.get("model") == "two"


TURNS: dict[str, Callable[[Store], object]] = {
    "put": lambda store: put(store, case_study("medway", "words")),
    "remove": lambda store: store.case_studies.remove("kent"),
    "failed": lambda store: store.source_files.failed(source("/in/x.md", "x", reason="empty")),
    "moved": lambda store: store.source_files.moved("/in/kent.md", "/in/new.md"),
    "forget": lambda store: store.source_files.forget("/in/kent.md"),
    "add": lambda store: store.vectors.add("other", vectors_of("words")),
    "keep_only": lambda store: store.vectors.keep_only("other"),
}


@pytest.mark.parametrize("turn", TURNS)
def test_writers_of_case_studies_take_turns(store: Store, database_url: str, turn: str) -> None:
    put(store, case_study("kent", "words"))

    with (
        open_store(database_url, lock_wait_seconds=SOON) as other,
        changing(store.database),
        pytest.raises(StoreBusyError),
    ):
        TURNS[turn](other)

    TURNS[turn](store)


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_its_work(store: Store, database_url: str) -> None:
    with open_store(database_url, lock_wait_seconds=SOON) as other, store.database.writing() as connection:
        connection.execute(sa.text("UPDATE facts SET value = 'half'"))

        assert other.facts.get("identity") != "half"


def test_a_reader_keeps_its_view_while_others_write(store: Store) -> None:
    count = sa.text("SELECT count(*) FROM case_studies")
    put(store, case_study("kent", "words"))
    with store.database.reading() as connection:
        assert connection.scalar(count) == 1

        put(store, case_study("medway", "words"))

        assert connection.scalar(count) == 1
    assert len(store.case_studies.summaries()) == 2


def test_when_all_connections_are_in_use_the_next_is_told_to_try_again(database_url: str) -> None:
    with open_store(database_url, lock_wait_seconds=SOON) as store, ExitStack() as in_use:
        with pytest.raises(StoreBusyError, match="in use"):  # noqa: PT012  # how many there are is the pool's business
            for _ in range(100):
                in_use.enter_context(store.database.reading())

        in_use.close()
        assert store.passages.count() == 0


@pytest.mark.parametrize(
    "url",
    ["nonsense", "", "mysql://localhost/peerbot", "sqlite://", "sqlite:///:memory:"],
)
def test_an_address_of_no_database_we_know_is_refused(url: str) -> None:
    with pytest.raises(StoreUrlError, match="DATABASE_URL"):
        open_store(url)


def test_the_short_scheme_of_hosting_providers_means_postgresql(store: Store, database_url: str) -> None:
    short = database_url.replace("postgresql://", "postgres://")

    with open_store(short) as same:
        assert same.facts.get("identity") == store.facts.get("identity")


def test_a_server_that_cannot_be_reached_is_said_so_without_the_password() -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be used") as raised:
        open_store("postgresql://peerbot:secret@127.0.0.1:1/peerbot")

    assert "secret" not in str(raised.value)


def test_a_database_that_does_not_exist_is_said_so(request: pytest.FixtureRequest) -> None:
    uri = request.getfixturevalue("postgres").get_uri(database="none")

    with pytest.raises(StoreUnavailableError, match='database "none" does not exist'):
        open_store(uri)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    file.write_bytes(b"This is a letter, not a database. " * 100)

    with pytest.raises(StoreUnavailableError, match="not a database"):
        open_store(f"sqlite:///{file}")


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailableError, match="folder"):
        open_store(f"sqlite:///{tmp_path}/file/store.sqlite3")


def test_a_folder_is_no_database_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="unable to open"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_statement_that_is_wrong_is_not_called_a_fault_of_the_database(store: Store) -> None:
    with pytest.raises(sa.exc.DBAPIError), store.database.reading() as connection:
        connection.execute(sa.text("SELECT no_such_column FROM facts"))


def test_work_goes_on_after_a_transaction_that_failed(store: Store) -> None:
    for _ in range(30):
        with pytest.raises(KeyError):
            put(store, case_study("kent", "words"), vectors={}, model=MODEL)

    assert store.questions.claim(question("q"), by="w", now=question("q").asked_at)
