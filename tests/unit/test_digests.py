"""A day's digest is due in the evening of the host's own day, whatever the clocks do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.blocks.digests import digest
from bot.blocks.homes import OnVisit
from bot.workspace.blocks import Surface, validate_blocks
from knowledge.digests import digest_due
from knowledge.overviews import overview
from knowledge.visits import Role, Session, VisitState
from tests.visit_samples import NOW, feedback, session, visit

LONDON = ZoneInfo("Europe/London")
OPEN = visit(state=VisitState.OPEN)
A_MINUTE = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def until(end: datetime) -> Session:
    return session("s1", start=end - timedelta(hours=1), end=end)


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        ([], at(4, 17)),
        ([at(4, 12)], at(4, 17)),
        ([at(4, 16, 30), at(4, 17)], at(4, 17, 45)),
        ([at(4, 20, 30)], at(4, 20, 30)),
        ([at(4, 23)], at(4, 20, 30)),
        ([at(5, 19)], at(4, 17)),
    ],
)
def test_it_is_due_after_the_last_session_between_five_and_half_past_eight(
    ends: list[datetime], due: datetime
) -> None:
    programme = [until(end) for end in ends]

    assert digest_due(OPEN, programme, due - A_MINUTE) is None
    assert digest_due(OPEN, programme, due) == date(2026, 3, 4)
    assert digest_due(OPEN, programme, at(4, 23, 59)) == date(2026, 3, 4)
    assert digest_due(OPEN, programme, at(5, 0)) is None


def test_there_is_none_before_or_after_the_visit_nor_of_one_that_is_not_under_way() -> None:
    assert digest_due(OPEN, [], at(3, 18)) is None
    assert digest_due(OPEN, [], at(6, 18)) is None
    for state in VisitState:
        expected = date(2026, 3, 4) if state in {VisitState.OPEN, VisitState.DISCUSSION} else None
        assert digest_due(visit(state=state), [], at(4, 18)) == expected


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_on_the_day_clocks_change_it_is_due_by_the_clocks_of_that_evening(month: int, day: int) -> None:
    changing = visit(state=VisitState.OPEN, starts=date(2026, month, day - 1), ends=date(2026, month, day))

    for each in (day - 1, day):
        assert digest_due(changing, [], at(each, 16, 59, month)) is None
        assert digest_due(changing, [], at(each, 17, 0, month)) == date(2026, month, each)


def test_another_time_zone_has_its_own_evening() -> None:
    auckland = visit(state=VisitState.OPEN, time_zone="Pacific/Auckland")
    evening = datetime(2026, 3, 4, 17, tzinfo=ZoneInfo("Pacific/Auckland"))

    assert digest_due(auckland, [], evening) == date(2026, 3, 4)
    assert digest_due(auckland, [], at(4, 17)) is None  # It is the morning of the fifth there.


def test_the_largest_digest_is_one_slack_takes() -> None:
    many = tuple(session(f"s{number}", title="t" * 300) for number in range(100))
    seen = overview(OPEN, many, [feedback(session="s1")], [], NOW)
    on = OnVisit(
        visit(title="T" * 300), Role.FACILITATOR, many, NOW, (), seen, tuple((None, "N" * 100) for _ in many)
    )

    blocks = digest(on, date(2026, 3, 4))

    assert validate_blocks(blocks, Surface.MESSAGE) == []
    assert "1 piece of feedback waits" in str(blocks)
