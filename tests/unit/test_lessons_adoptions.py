"""Who used a lesson, what that makes of it, and when somebody is asked how it went."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.attribution import STRUCK, Names, strictest
from knowledge.lessons import (
    LessonStatus,
    adopted,
    applied,
    compared,
    due,
    expired,
    nearest,
    shown_adoption,
)
from knowledge.lessons.adoptions import months_after
from knowledge.lessons.nearness import MOST
from knowledge.records import RecordGesture
from knowledge.records import moved as record_moved
from knowledge.visits import Attribution
from tests.lesson_samples import OFFICER, REVIEW_ON, adoption, lesson, shared_lesson
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, commitment

BEGUN = date(2026, 3, 4)


def test_a_shared_lesson_is_applied_by_whoever_names_a_change_and_by_nobody_else() -> None:
    assert applied(shared_lesson(), adoption(change=None), OFFICER, at=NOW) == shared_lesson()

    used = applied(shared_lesson(), adoption(), OFFICER, at=NOW)

    assert (used.status, used.history[-1].actor) == (LessonStatus.APPLIED, "lark")
    assert applied(used, adoption("a2"), OFFICER, at=NOW) is used


def test_a_lesson_that_is_not_in_force_is_not_applied() -> None:
    stale = expired(shared_lesson(), REVIEW_ON, at=NOW)
    assert stale is not None

    assert applied(stale, adoption(), OFFICER, at=NOW) is stale
    assert applied(lesson(), adoption(), OFFICER, at=NOW).status is LessonStatus.PROPOSED


@pytest.mark.parametrize(
    ("today", "reminded", "months"),
    [
        (date(2026, 6, 3), (), None),
        (date(2026, 6, 4), (), 3),
        (date(2026, 6, 4), (3,), None),
        (date(2027, 1, 4), (3,), 10),
        (date(2027, 1, 4), (), 10),
        (date(2029, 1, 4), (10,), None),
    ],
)
def test_somebody_is_asked_after_three_and_after_ten_months_and_once_each(
    today: date, reminded: tuple[int, ...], months: int | None
) -> None:
    assert due(adoption(since=BEGUN, reminded=reminded), today) == months


def test_what_began_long_ago_is_asked_after_from_the_day_it_was_told() -> None:
    assert due(adoption(since=date(2019, 1, 1)), date(2026, 3, 5)) is None
    assert due(adoption(since=date(2026, 9, 1)), date(2026, 6, 4)) is None


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(0, 30))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_commitment_that_is_done_says_what_was_changed_and_what_came_of_it() -> None:
    promised = record_moved(commitment(), RecordGesture.SETTLE, FACILITATOR, at=NOW)
    done = record_moved(promised, RecordGesture.FINISH, AUTHOR, at=NOW, reason="A day now.")

    assert adopted(promised, "l1", "a1", rule=Attribution.OPEN, by="lark", at=NOW) is None
    made = adopted(done, "l1", "a1", rule=Attribution.OPEN, by="lark", at=NOW)

    assert made is not None
    assert (made.council, made.change, made.since, made.commitment) == ("Kent", "Fast", BEGUN, "c1")
    assert (made.result, made.attribution) == ("A day now.", Attribution.OPEN)


@pytest.mark.parametrize("rule", Attribution)
def test_what_a_commitment_says_of_a_lesson_is_under_its_visit_s_rule_too(rule: Attribution) -> None:
    promised = record_moved(
        commitment(attribution=Attribution.ORGANISATION), RecordGesture.SETTLE, FACILITATOR, at=NOW
    )
    done = record_moved(promised, RecordGesture.FINISH, AUTHOR, at=NOW)

    made = adopted(done, "l1", "a1", rule=rule, by="lark", at=NOW)

    assert made is not None
    assert made.attribution is strictest(rule, Attribution.ORGANISATION)


@pytest.mark.parametrize("rule", [Attribution.ROLE, Attribution.CHATHAM_HOUSE])
@pytest.mark.parametrize("own", [False, True])
def test_where_no_organisation_is_named_nobody_learns_which_council_used_it(
    rule: Attribution, *, own: bool
) -> None:
    told = adoption(
        change="Northshire meets each week.", attribution=rule if own else Attribution.OPEN, by="lark"
    )

    shown = shown_adoption(told, Attribution.OPEN if own else rule, Names())

    assert "Northshire" not in shown.model_dump_json()
    assert (shown.council, shown.change) == (STRUCK, f"{STRUCK} meets each week.")
    assert (shown.id, shown.lesson, shown.by) == ("a1", "l1", "lark")


def test_under_an_open_rule_an_adoption_is_shown_as_it_was_told() -> None:
    assert shown_adoption(adoption(), Attribution.OPEN, Names()) == adoption()


def unit(*numbers: float) -> np.ndarray:
    vector = np.array(numbers, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_the_nearest_lessons_come_first_and_those_that_are_far_not_at_all() -> None:
    found = nearest(unit(1, 0), ["far", "same", "near"], np.stack([unit(0, 1), unit(1, 0), unit(1, 0.5)]))

    assert [near.lesson for near in found] == ["same", "near"]
    assert found[0].score == pytest.approx(1)


def test_at_most_a_handful_is_shown_and_nothing_where_there_is_nothing() -> None:
    many = nearest(unit(1, 0), [f"l{n}" for n in range(20)], np.stack([unit(1, 0)] * 20))

    assert [near.lesson for near in many] == [f"l{n}" for n in range(MOST)]
    assert nearest(unit(1, 0), [], np.empty((0, 2), dtype=np.float32)) == ()


def test_lessons_are_compared_by_what_they_say() -> None:
    assert compared(lesson(recommendation="Meet weekly.")) == "Meet often\nMeeting often helps.\nMeet weekly."


def test_an_adoption_remembers_no_naive_moment() -> None:
    with pytest.raises(ValueError, match="timezone"):
        adoption(created_at=datetime(2026, 3, 4))  # noqa: DTZ001
