"""A database from before visits keeps all it held, and takes visits from then on."""

import sqlalchemy as sa
from alembic import command

from knowledge.store import Deed, Store, open_store
from knowledge.store.engine import connect
from knowledge.store.schema import alone, migrations
from tests.contract.store_samples import NOW, case_study, put, question
from tests.visit_samples import feedback, visit

ADDED = {"visits", "sessions", "people", "participants", "records", "feedback_records"}
ADDED |= {"group_feedback", "commitments", "record_history", "audit_trail"}


def contents(store: Store) -> dict[str, list[str]]:
    """All rows of all tables from before visits."""
    with store.database.reading() as connection:
        tables = set(sa.inspect(connection).get_table_names()) - ADDED - {"alembic_version"}
        return {
            table: sorted(
                repr(row)
                for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))  # noqa: S608  # our own names
            )
            for table in tables
        }


def make_as_of(url: str, revision: str) -> None:
    database = connect(url)
    with alone(database) as connection, connection.begin():
        command.upgrade(migrations(connection), revision)
    database.close()


def take_visits_away(store: Store) -> None:
    """What a migration down would do, if there were any."""
    with store.database.writing() as connection:
        for table in ("record_history", "commitments", "group_feedback", "feedback_records", "records"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for table in ("participants", "people", "sessions", "visits", "audit_trail"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))


def test_a_database_of_the_first_version_with_data_in_it_keeps_it_and_takes_visits(database_url: str) -> None:
    make_as_of(database_url, "0001")
    with open_store(database_url) as store:
        put(store, case_study("kent", "words of Kent"))
        store.questions.claim(question("q"), by="w", now=NOW)
        before = contents(store)
        take_visits_away(store)

    with open_store(database_url) as store:
        assert contents(store) == before
        assert store.case_studies.get("kent").text == "words of Kent"
        store.visits.add(visit(), Deed("u", NOW, "planned the visit"))
        assert store.records.add(feedback())
        assert store.records.get("r1") == feedback()


def test_a_database_of_the_first_version_has_no_visits_until_it_is_opened(database_url: str) -> None:
    make_as_of(database_url, "0001")

    database = connect(database_url)
    before = set(sa.inspect(database.readers).get_table_names())
    database.close()
    with open_store(database_url) as store, store.database.reading() as connection:
        after = set(sa.inspect(connection).get_table_names())

    assert after - before == ADDED
