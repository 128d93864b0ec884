"""What people type and when they type it comes back the same from both databases."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.store import Store, Surface
from knowledge.store.tables import questions
from tests.contract.store_samples import NOW, case_study, put, question

SHARED_STORE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001


@pytest.fixture
def names() -> Iterator[str]:
    """Ids no example has used before."""
    return map(str, itertools.count())


@SHARED_STORE
@given(moment=MOMENTS)
def test_a_moment_comes_back_in_utc_from_any_time_zone(
    store: Store, names: Iterator[str], moment: datetime
) -> None:
    asked = question(next(names), asked_at=moment)

    store.questions.claim(asked, by="w", now=moment)

    kept = store.questions.get(asked.id)
    # Compared in UTC: Python calls no two zones' times equal while clocks go back.
    assert (kept.question.asked_at, kept.claimed_at) == (moment.astimezone(UTC),) * 2
    assert kept.claimed_at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="names no moment"):
        store.questions.claim(question("q", asked_at=NOW.replace(tzinfo=None)), by="w", now=NOW)


@SHARED_STORE
@given(text=st.text(st.characters(exclude_categories=[])))
def test_any_text_can_be_asked_and_keeps_its_length(store: Store, names: Iterator[str], text: str) -> None:
    asked = question(next(names), text=text)

    store.questions.claim(asked, by="w", now=NOW)

    kept = store.questions.get(asked.id).question.text
    assert len(kept) == len(text)
    assert all(new in {old, "\ufffd"} for new, old in zip(kept, text, strict=True))
    assert not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in kept)


def test_offsets_stay_true_when_a_text_holds_what_no_database_can_store(store: Store) -> None:
    put(store, case_study("kent", "one \0\ud83dtwo three"))

    [batch] = store.passages.embedded("letters@1")

    assert [each.cited.text for each in batch] == ["one", "\ufffd\ufffdtwo", "three"]


def test_text_is_compared_and_ordered_by_code_point(store: Store) -> None:
    for name in ("é", "Z", "a", "B", "_"):
        store.questions.claim(question(name), by="w", now=NOW)

    assert [asked.question.id for asked in store.questions.unanswered(NOW.replace(year=2100))] == [*"BZ_aé"]
    with store.database.reading() as connection:
        assert connection.scalar(sa.select(questions.c.id).where(questions.c.id == "A")) is None


def test_what_is_no_member_of_a_closed_choice_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="pigeon"):
        store.questions.claim(question("q", surface="pigeon"), by="w", now=NOW)

    assert store.questions.claim(question("q", surface=Surface.DIRECT), by="w", now=NOW)
