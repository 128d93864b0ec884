"""When people are reminded: at the right local time, once, and never when they would rather not be."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.nudges import (
    AFTER,
    AHEAD,
    BEFORE_DISCUSSION,
    QUIET_FROM,
    QUIET_UNTIL,
    TOGETHER,
    Nudge,
    NudgeKind,
    Peer,
    changes,
    group_discussion,
    plan,
)
from knowledge.visits import Session, SessionKind, Visit, VisitState
from tests.visit_samples import session, visit

LONDON = ZoneInfo("Europe/London")
ANN, BEN = Peer("ann"), Peer("ben")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment as clocks in London show it."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def ending(name: str, end: datetime, **fields: Any) -> Session:
    return session(name, start=end.astimezone(UTC) - timedelta(hours=1), end=end, **fields)


def open_visit(**fields: Any) -> Visit:
    return visit(state=VisitState.OPEN, **fields)


def due(nudges: tuple[Nudge, ...]) -> list[str]:
    """When, by London's clocks, and about what."""
    return [f"{one.due_at.astimezone(LONDON):%d %H:%M} {' + '.join(one.titles)}" for one in nudges]


MORNING = at(4, 8)


def test_everybody_is_reminded_five_minutes_after_a_session() -> None:
    walk = ending("walk", at(4, 10))

    assert plan(open_visit(), [walk], [ANN, BEN], MORNING) == tuple(
        Nudge("v1", person, NudgeKind.SESSION, "walk", ("About walk",), at(4, 10, 5).astimezone(UTC))
        for person in ("ann", "ben")
    )


def test_sessions_that_end_within_half_an_hour_are_one_reminder_about_the_last() -> None:
    programme = [
        ending("late", at(4, 11, 1)),
        ending("b", at(4, 10, 30)),
        ending("a", at(4, 10)),
        ending("c", at(4, 10, 30)),
    ]

    nudges = plan(open_visit(), programme, [ANN], MORNING)

    assert due(nudges) == ["04 10:35 About a + About b + About c", "04 11:06 About late"]
    assert [one.session for one in nudges] == ["c", "late"]


def test_a_day_of_short_sessions_is_not_one_reminder_at_its_end() -> None:
    programme = [ending(f"s{number}", at(4, 10) + number * timedelta(minutes=25)) for number in range(6)]

    assert len(plan(open_visit(), programme, [ANN], MORNING)) == 3


def test_nobody_is_reminded_of_what_they_have_written_about_already() -> None:
    programme = [ending("a", at(4, 10)), ending("b", at(4, 10, 10)), ending("c", at(4, 12))]
    wrote_last, wrote_all = (
        Peer("ann", written=frozenset({"b", "c"})),
        Peer("ben", written=frozenset({"a", "b", "c"})),
    )

    nudges = plan(open_visit(), programme, [wrote_last, wrote_all], MORNING)

    assert [(one.person, one.session, one.titles) for one in nudges] == [("ann", "a", ("About a",))]
    assert due(nudges) == ["04 10:15 About a"]


def test_who_wants_no_reminders_gets_none() -> None:
    programme = [ending("walk", at(4, 10)), ending("end", at(4, 16), kind=SessionKind.DISCUSSION)]

    assert plan(open_visit(), programme, [Peer("ann", wanted=False)], MORNING) == ()


@pytest.mark.parametrize("state", [each for each in VisitState if each is not VisitState.OPEN])
def test_only_a_visit_that_is_open_reminds_of_its_sessions(state: VisitState) -> None:
    programme = [ending("walk", at(4, 10)), ending("end", at(4, 16), kind=SessionKind.DISCUSSION)]

    assert plan(visit(state=state), programme, [ANN], MORNING) == ()


def test_what_is_past_or_far_away_is_not_planned() -> None:
    ends = [at(4, 8, 25), at(4, 9), at(4, 9).astimezone(UTC) + AHEAD - AFTER + timedelta(minutes=1)]
    programme = [ending(f"s{number}", end) for number, end in enumerate(ends)]

    nudges = plan(open_visit(ends=date(2026, 3, 9)), programme, [ANN], at(4, 9))

    assert due(nudges) == ["04 09:05 About s1"]
    assert len(plan(open_visit(ends=date(2026, 3, 9)), programme, [ANN], at(4, 9, 2))) == 2


def test_who_ends_late_is_asked_the_next_morning_once() -> None:
    programme = [ending("dinner", at(4, 21)), ending("songs", at(4, 23, 45)), ending("tea", at(4, 20, 54))]

    nudges = plan(open_visit(), programme, [ANN], MORNING)

    assert due(nudges) == ["05 08:00 About tea + About dinner + About songs"]


def test_the_last_evening_of_a_visit_is_left_alone() -> None:
    assert plan(open_visit(), [ending("songs", at(5, 22))], [ANN], at(5, 8)) == ()
    assert due(plan(open_visit(), [ending("run", at(5, 6))], [ANN], at(4, 8))) == ["05 08:00 About run"]


def test_the_last_call_comes_a_quarter_of_an_hour_before_the_group_discussion() -> None:
    early = ending("early", at(4, 12), kind=SessionKind.DISCUSSION)
    closing = ending("closing", at(5, 16), kind=SessionKind.DISCUSSION)

    nudges = plan(open_visit(), [early, closing], [ANN], MORNING)

    assert group_discussion([early, closing]) == closing
    assert due(nudges) == ["04 12:05 About early", "05 14:45 About closing"]
    assert [(one.kind, one.session) for one in nudges] == [
        (NudgeKind.SESSION, "early"),
        (NudgeKind.LAST_CALL, None),
    ]


def test_a_session_that_ends_as_the_last_call_comes_is_asked_about_by_it() -> None:
    closing = ending("closing", at(4, 16), kind=SessionKind.DISCUSSION)
    programme = [ending("walk", at(4, 14, 40)), ending("tea", at(4, 14, 46)), closing]

    assert due(plan(open_visit(), programme[::2], [ANN], MORNING)) == ["04 14:45 About closing"]
    assert due(plan(open_visit(), programme[1:], [ANN], MORNING)) == [
        "04 14:45 About closing",
        "04 14:51 About tea",
    ]


def test_a_discussion_before_breakfast_has_no_last_call_but_one_at_eight_has() -> None:
    for hour, minute, expected in ((7, 59, []), (8, 0, ["04 08:00 About closing"])):
        closing = ending("closing", at(4, hour + 1, minute), kind=SessionKind.DISCUSSION)
        assert due(plan(open_visit(), [closing], [ANN], at(4, 6))) == expected


def test_when_the_discussion_is_begun_everybody_is_called_at_once() -> None:
    discussing = visit(state=VisitState.DISCUSSION)
    programme = [ending("walk", at(4, 15)), ending("closing", at(4, 16), kind=SessionKind.DISCUSSION)]

    nudges = plan(discussing, programme, [ANN], at(4, 14, 1), discussing_since=at(4, 14))

    assert due(nudges) == ["04 14:02 "]
    assert plan(discussing, programme, [ANN], at(4, 14, 2), discussing_since=at(4, 14)) == ()


def test_who_had_the_last_call_is_not_called_again_when_the_discussion_begins() -> None:
    closing = ending("closing", at(4, 16), kind=SessionKind.DISCUSSION)
    sent = plan(open_visit(), [closing], [ANN], MORNING)
    begun = plan(visit(state=VisitState.DISCUSSION), [closing], [ANN, BEN], at(4, 15), at(4, 15))

    found = changes(sent, begun, at(4, 15))

    assert (found.call_off, [one.person for one in found.schedule]) == ((), ["ben"])


@pytest.mark.parametrize(
    ("month", "day", "before", "after"),
    [(3, 29, timedelta(0), timedelta(hours=1)), (10, 25, timedelta(hours=1), timedelta(0))],
    ids=["clocks go forward", "clocks go back"],
)
def test_reminders_keep_to_local_time_when_clocks_change_during_a_visit(
    month: int, day: int, before: timedelta, after: timedelta
) -> None:
    days = (day - 1, day)
    programme = [ending(f"talk-{each}", at(each, 10, month=month)) for each in days]
    programme += [ending(f"dinner-{each}", at(each, 22, month=month)) for each in (day - 1, day)]
    three_days = open_visit(starts=date(2026, month, day - 1), ends=date(2026, month, day + 1))

    nudges = plan(three_days, programme, [ANN], at(day - 1, 8, month=month))

    assert due(nudges) == [
        f"{day - 1} 10:05 About talk-{day - 1}",
        f"{day} 08:00 About dinner-{day - 1}",
        f"{day} 10:05 About talk-{day}",
        f"{day + 1} 08:00 About dinner-{day}",
    ]
    offsets = [one.due_at.astimezone(LONDON).utcoffset() for one in nudges]
    assert offsets == [before, after, after, after]
    assert [one.due_at.hour for one in nudges[::2]] == [
        10 - before.seconds // 3600,
        10 - after.seconds // 3600,
    ]


def test_a_session_through_the_night_the_clocks_change_is_over_when_it_is_over() -> None:
    night = session("night", start=at(25, 0, month=10), end=at(25, 9, month=10))
    visit_then = open_visit(starts=date(2026, 10, 24), ends=date(2026, 10, 25))

    [nudge] = plan(visit_then, [night], [ANN], at(24, 12, month=10))

    assert nudge.due_at == datetime(2026, 10, 25, 9, 5, tzinfo=UTC)


def test_another_time_zone_has_its_own_nights() -> None:
    evening = ending("talk", at(4, 10))
    auckland = open_visit(time_zone="Pacific/Auckland")

    [nudge] = plan(auckland, [evening], [ANN], at(4, 8))

    assert nudge.due_at.astimezone(ZoneInfo("Pacific/Auckland")).hour == 8


# What is changed


def test_a_session_put_off_after_its_reminder_is_worth_another() -> None:
    before = plan(open_visit(), [ending("walk", at(4, 10))], [ANN], MORNING)
    for later, count in ((timedelta(minutes=30), 0), (timedelta(hours=2), 1)):
        after = plan(open_visit(), [ending("walk", at(4, 10) + later)], [ANN], at(4, 10, 6))
        found = changes(before, after, at(4, 10, 6))
        assert (found.call_off, len(found.schedule)) == ((), count)


def test_what_is_due_within_a_minute_is_neither_called_off_nor_sent_twice() -> None:
    standing = plan(open_visit(), [ending("walk", at(4, 10))], [ANN], MORNING)
    moved = plan(open_visit(), [ending("walk", at(4, 10, 15))], [ANN], at(4, 10, 4))

    assert changes(standing, moved, at(4, 10, 4)).call_off == ()
    assert changes(standing, moved, at(4, 10, 4)).schedule == ()
    assert changes(standing, moved, at(4, 10, 3)).call_off == standing
    assert changes(standing, moved, at(4, 10, 3)).schedule == moved


def test_a_session_with_another_title_is_scheduled_anew() -> None:
    standing = plan(open_visit(), [ending("walk", at(4, 10))], [ANN], MORNING)
    renamed = plan(open_visit(), [ending("walk", at(4, 10), title="The depot")], [ANN], MORNING)

    found = changes(standing, renamed, MORNING)

    assert (found.call_off, found.schedule) == (standing, renamed)


STARTS = at(4, 0).astimezone(UTC)
SESSIONS = st.builds(
    lambda number, start, length, kind: session(
        f"s{number}",
        start=STARTS + timedelta(minutes=start),
        end=STARTS + timedelta(minutes=start + length),
        kind=kind,
    ),
    st.integers(0, 5),
    st.integers(0, 2 * 24 * 60),
    st.integers(5, 240),
    st.sampled_from(SessionKind),
)
PROGRAMMES = st.lists(SESSIONS, max_size=6, unique_by=lambda one: one.id)
PEERS = st.lists(
    st.builds(
        Peer,
        st.sampled_from(["ann", "ben", "cat"]),
        st.booleans(),
        st.frozensets(st.sampled_from(["s0", "s1", "s2"])),
    ),
    unique_by=lambda one: one.person,
    max_size=3,
)
TIMES = st.integers(-600, 3 * 24 * 60).map(lambda minutes: STARTS + timedelta(minutes=minutes))


@given(PROGRAMMES, PEERS, TIMES)
def test_a_plan_is_the_same_in_any_order_wakes_nobody_and_is_never_for_the_past(
    programme: list[Session], people: list[Peer], now: datetime
) -> None:
    nudges = plan(open_visit(), programme, people, now)

    assert set(nudges) == set(plan(open_visit(), programme[::-1], people[::-1], now))
    assert len({one.about for one in nudges}) == len(nudges)
    for one in nudges:
        assert now < one.due_at <= now + AHEAD
        assert QUIET_UNTIL <= one.due_at.astimezone(LONDON).time() < QUIET_FROM
        assert one.due_at.astimezone(LONDON).date() <= visit().ends
        peer = next(each for each in people if each.person == one.person)
        assert peer.wanted
        assert one.session not in peer.written
    assert list(nudges) == sorted(nudges, key=lambda one: one.due_at)


@given(PROGRAMMES, TIMES)
def test_every_session_is_asked_about_unless_night_or_the_last_call_takes_its_place(
    programme: list[Session], now: datetime
) -> None:
    nudges = plan(open_visit(), programme, [ANN], now)
    asked = {title for one in nudges if one.kind is NudgeKind.SESSION for title in one.titles}
    discussion = group_discussion(programme)
    call = discussion.start - BEFORE_DISCUSSION if discussion else None

    for each in programme:
        latest = each.end + TOGETHER + AFTER  # of the reminder it is one of
        by_day = all(
            QUIET_UNTIL <= moment.astimezone(LONDON).time() < QUIET_FROM for moment in (each.end, latest)
        )
        same_day = each.end.astimezone(LONDON).date() == latest.astimezone(LONDON).date()
        called = call and each.end - 2 * TOGETHER <= call <= latest + 2 * TOGETHER
        if now < each.end and latest <= now + AHEAD and by_day and same_day and not called:
            assert (each.title in asked) == (each != discussion)


@given(st.lists(st.tuples(PROGRAMMES, PEERS, st.integers(0, 300)), min_size=1, max_size=5), TIMES)
def test_after_any_changes_exactly_the_plan_stands_and_nobody_is_told_a_thing_twice(
    steps: list[tuple[list[Session], list[Peer], int]], now: datetime
) -> None:
    standing: list[Nudge] = []
    for programme, people, minutes in steps:
        now += timedelta(minutes=minutes)
        wanted = plan(open_visit(), programme, people, now)
        found = changes(standing, wanted, now)
        assert set(found.call_off) <= set(standing)
        standing = [one for one in standing if one not in found.call_off] + list(found.schedule)
        sent = [one for one in standing if one.is_sent(now)]
        assert len(set(standing)) == len(standing)
        assert {one for one in standing if one not in sent} <= set(wanted)
        told = {one.about for one in sent}
        assert {one for one in wanted if one.about not in told} <= set(standing)
        again = changes(standing, wanted, now)
        assert (again.call_off, again.schedule) == ((), ())
    for one in standing:
        same = [other for other in standing if other.about == one.about and other != one]
        assert all(abs(other.due_at - one.due_at) > TOGETHER for other in same)
