"""What day it is, and when people are written to."""

from datetime import UTC, date, datetime

import pytest

from bot.office_hours import at_work, by_day, day_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 23, 59, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_summer_day_begins_when_it_does_in_london(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


def test_people_are_written_to_by_day_and_at_work_from_monday_to_friday() -> None:
    saturday, monday = datetime(2026, 7, 4, 7, tzinfo=UTC), datetime(2026, 7, 6, 18, 59, tzinfo=UTC)

    assert (by_day(saturday), at_work(saturday)) == (True, False)
    assert (by_day(monday), at_work(monday)) == (True, True)
    assert not by_day(monday.replace(hour=19))
