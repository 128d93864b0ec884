"""Records: any comes back as it was told, is stored once, and is never changed behind anybody's back."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from knowledge.errors import StaleRecordError, UnknownRecordError, UnknownSessionError
from knowledge.model import Theme
from knowledge.records import ERASED, RECORD_TYPES, FeedbackKind, Record, RecordGesture, RecordType, moved
from knowledge.store import Deed, RecordFilters, Store
from knowledge.store.records import TABLES
from knowledge.store.visit_tables import records
from tests.visit_samples import (
    AUTHOR,
    FACILITATOR,
    NOW,
    RECORDS,
    commitment,
    feedback,
    group_feedback,
    session,
    visit,
)

PLANNED = Deed("u-9", NOW, "planned the visit")


@pytest.fixture(autouse=True)
def _visit(store: Store) -> None:
    store.visits.add(visit(), PLANNED, [session("s1")])


@pytest.fixture
def names() -> Iterator[str]:
    """Ids no example has used before."""
    return map(str, itertools.count())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(record=RECORDS)
def test_any_record_comes_back_as_it_was_told(store: Store, names: Iterator[str], record: Record) -> None:
    told = record.model_copy(update={"id": next(names), "session": "s1"})

    assert store.records.add(told)

    assert store.records.get(told.id) == told


def test_every_field_of_a_record_has_its_column_and_no_column_is_without_a_field() -> None:
    renamed = {"visit_id": "visit", "session_id": "session"}
    common = {renamed.get(column.name, column.name) for column in records.c} - {"version"}

    assert common == Record.model_fields.keys() - {"history"}
    for kind in RECORD_TYPES:
        own = {column.name for column in TABLES[kind.model_fields["type"].default].c} - {"record_id"}
        assert own == kind.model_fields.keys() - Record.model_fields.keys()


def test_a_record_is_stored_once_and_the_first_stays(store: Store) -> None:
    assert store.records.add(feedback(observation="First"))

    assert not store.records.add(feedback(observation="Second"))
    assert not store.records.add(commitment("r1"))

    assert store.records.find(RecordFilters()) == (feedback(observation="First"),)


def test_of_many_deliveries_at_once_one_is_stored(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda number: store.records.add(feedback(f"r{number % 3}")), range(24)))

    assert stored.count(True) == 3
    assert [each.id for each in store.records.find(RecordFilters())] == ["r0", "r1", "r2"]


def test_of_two_who_change_a_record_the_second_is_told(store: Store) -> None:
    store.records.add(feedback())
    seen = store.records.get("r1")
    store.records.change(moved(seen, RecordGesture.ACCEPT, FACILITATOR, at=NOW), seen.version)

    rejected = moved(seen, RecordGesture.REJECT, FACILITATOR, at=NOW, reason="Unclear")
    with pytest.raises(StaleRecordError, match="somebody else changed this record: look again"):
        store.records.change(rejected, seen.version)

    kept = store.records.get("r1")
    assert (kept.status, [event.gesture for event in kept.history]) == ("accepted", ["accept"])


def test_what_is_withdrawn_is_nowhere_in_the_database(store: Store) -> None:
    told = feedback(
        observation="SECRET", discussion="SECRET", evidence=[{"kind": "document", "quote": "SECRET"}]
    )
    store.records.add(told)
    asked = moved(told, RecordGesture.ASK, FACILITATOR, at=NOW, reason="What is SECRET?")
    store.records.change(asked, 0)

    store.records.change(moved(asked, RecordGesture.WITHDRAW, AUTHOR, at=NOW), asked.version)

    with store.database.reading() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [repr(connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()) for table in tables]  # noqa: S608
    assert not [row for row in rows if "SECRET" in row]
    assert any(ERASED in row for row in rows)
    assert store.records.find(RecordFilters()) == ()
    [tombstone] = store.records.find(RecordFilters(withdrawn=True))
    assert [event.gesture for event in tombstone.history] == ["ask for information on", "withdraw"]


def test_records_are_found_by_visit_type_kind_and_theme_in_the_order_they_were_told(store: Store) -> None:
    store.visits.add(visit("v2"), PLANNED)
    earlier = NOW - timedelta(hours=1)
    for record in (
        feedback("a", theme=Theme.CULTURE),
        feedback("b", kind=FeedbackKind.RISK, created_at=earlier),
        group_feedback("c"),
        commitment("d", theme=Theme.CULTURE),
        feedback("e", visit="v2"),
    ):
        store.records.add(record)

    def found(**filters: object) -> str:
        return "".join(each.id for each in store.records.find(RecordFilters(**filters)))  # type: ignore[arg-type]

    assert found() == "bacde"
    assert found(visit="v1") == "bacd"
    assert found(kind=FeedbackKind.RISK) == "b"
    assert found(type=RecordType.COMMITMENT) == "d"
    assert found(theme=Theme.CULTURE) == "ad"
    assert found(visit="v2", theme=Theme.CULTURE) == ""


def test_a_session_of_another_visit_is_none_of_this_one(store: Store) -> None:
    store.visits.add(visit("v2"), PLANNED, [session("s2")])

    with pytest.raises(UnknownSessionError, match="no session 's2'"):
        store.records.add(feedback(session="s2"))

    assert store.records.find(RecordFilters()) == ()


def test_an_unknown_record_is_named_in_the_error(store: Store) -> None:
    with pytest.raises(UnknownRecordError, match="'none'"):
        store.records.get("none")
    with pytest.raises(UnknownRecordError, match="'none'"):
        store.records.change(feedback("none"), 0)


def test_a_database_refuses_what_no_record_is(store: Store) -> None:
    impossible = feedback().model_copy(update={"usefulness": 6})

    with pytest.raises(sa.exc.IntegrityError, match="usefulness"):
        store.records.add(impossible)

    assert store.records.find(RecordFilters()) == ()
