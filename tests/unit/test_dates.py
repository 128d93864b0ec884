"""Dates of different precision can be compared by the days they may mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import first_day, last_day

DAYS = st.dates(min_value=date(1000, 1, 1))


def number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


@given(DAYS)
def test_a_day_means_itself(day: date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == number(day)


@given(DAYS)
def test_a_month_and_a_year_hold_each_of_their_days(day: date) -> None:
    for precision in (7, 4):
        as_of = day.isoformat()[:precision]
        assert first_day(as_of) <= number(day) <= last_day(as_of)


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2003", 2003_01_01, 2003_12_31),
        ("2003-02", 2003_02_01, 2003_02_28),
        ("2004-02", 2004_02_01, 2004_02_29),
        ("1900-02", 1900_02_01, 1900_02_28),
        ("2003-11", 2003_11_01, 2003_11_30),
        ("2003-12-09", 2003_12_09, 2003_12_09),
    ],
)
def test_the_days_a_date_may_mean(as_of: str, first: int, last: int) -> None:
    assert (first_day(as_of), last_day(as_of)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "03", "2003-13", "2003-00", "2003-8", "2003-08-32", "2003-08-1", " 2003", "May"]
)
@pytest.mark.parametrize("bound", [first_day, last_day])
def test_what_is_no_date_is_refused(bound: object, text: str) -> None:
    assert callable(bound)
    with pytest.raises(ValueError, match="is no date of the form"):
        bound(text)
