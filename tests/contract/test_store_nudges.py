"""Reminders that Slack holds: begun once, taken over once, forgotten only as they were seen."""

from dataclasses import replace
from datetime import timedelta

from knowledge.nudges import Nudge, NudgeKind
from knowledge.store import StandingNudge, Store
from knowledge.visits import Person
from tests.visit_samples import NOW

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
NUDGE = Nudge("v1", "u-ann", NudgeKind.SESSION, "s1", ("A walk", "Tea"), SOON)
CALL = Nudge("v1", "u-ann", NudgeKind.LAST_CALL, None, (), LATER)


def test_a_reminder_is_begun_once_and_comes_back_as_it_was(store: Store) -> None:
    assert store.nudges.begin(CALL, "D1", NOW)
    assert store.nudges.begin(NUDGE, "D1", NOW)
    assert not store.nudges.begin(NUDGE, "D2", LATER)
    assert store.nudges.begin(replace(NUDGE, due_at=LATER), "D1", NOW)
    assert store.nudges.begin(replace(NUDGE, visit="v2"), "D1", NOW)

    store.nudges.scheduled(NUDGE, "Q1")

    assert store.nudges.standing("v1") == (
        StandingNudge(NUDGE, "D1", NOW, "Q1"),
        StandingNudge(replace(NUDGE, due_at=LATER), "D1", NOW),
        StandingNudge(CALL, "D1", NOW),
    )


def test_the_visits_with_something_still_to_come_are_known(store: Store) -> None:
    store.nudges.begin(NUDGE, "D1", NOW)
    store.nudges.begin(replace(CALL, visit="v2"), "D1", NOW)

    found = [store.nudges.visits_with(moment) for moment in (NOW, SOON, LATER)]

    assert found == [{"v1", "v2"}, {"v2"}, set()]


def test_of_two_who_take_over_what_was_left_undone_one_does(store: Store) -> None:
    store.nudges.begin(NUDGE, "D1", NOW)
    [left] = store.nudges.standing("v1")

    assert store.nudges.take_over(left, SOON)
    assert not store.nudges.take_over(left, LATER)

    [taken] = store.nudges.standing("v1")
    assert taken == replace(left, begun_at=SOON)
    store.nudges.scheduled(NUDGE, "Q1")
    assert not store.nudges.take_over(taken, LATER)


def test_what_is_forgotten_is_what_was_called_off_and_not_what_stands_in_its_place(store: Store) -> None:
    store.nudges.begin(NUDGE, "D1", NOW)
    store.nudges.scheduled(NUDGE, "Q1")
    [first] = store.nudges.standing("v1")
    store.nudges.remove(first)
    assert store.nudges.standing("v1") == ()
    store.nudges.begin(NUDGE, "D1", NOW)
    store.nudges.scheduled(NUDGE, "Q2")

    store.nudges.remove(first)
    store.nudges.remove(replace(first, begun_at=SOON, scheduled_message_id="Q2"))

    assert [one.scheduled_message_id for one in store.nudges.standing("v1")] == ["Q2"]
    store.nudges.begin(CALL, "D1", NOW)
    store.nudges.remove(StandingNudge(CALL, "D1", NOW))
    assert [one.nudge for one in store.nudges.standing("v1")] == [NUDGE]


def test_a_thing_was_first_seen_when_it_was_first_asked_about(store: Store) -> None:
    assert store.chores.seen("discussion v1", NOW) == NOW
    assert store.chores.seen("discussion v1", LATER) == NOW


def test_who_has_opened_their_page_is_kept_until_they_are_forgotten(store: Store) -> None:
    for name in ("u-ann", "u-ben"):
        store.people.meet(Person(id=name, display_name=name))

    store.homes.open("u-ann", NOW)
    store.homes.open("u-ann", LATER)

    assert store.homes.opened(["u-ann", "u-ben", "u-none"]) == {"u-ann"}
    store.people.forget("u-ann")
    assert store.homes.opened(["u-ann", "u-ben"]) == frozenset()
