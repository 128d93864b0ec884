"""How far councils have come with what they said they would do."""

from datetime import date, timedelta

import pytest

from knowledge.attribution import STRUCK
from knowledge.progress import Standing, by_council, period, progress
from knowledge.records import Commitment, RecordGesture, moved
from tests.visit_samples import AUTHOR, FACILITATOR, NOW, commitment

TODAY = date(2026, 9, 1)


def agreed(name: str, *gestures: RecordGesture, **fields: object) -> Commitment:
    """A commitment that was agreed, and what happened to it in the days after."""
    found = moved(commitment(name, **fields), RecordGesture.SETTLE, FACILITATOR, at=NOW)
    for day, gesture in enumerate(gestures, start=1):
        found = moved(found, gesture, AUTHOR, at=NOW + timedelta(days=day), reason=f"Reason {day}")
    return found


def test_what_is_most_urgent_comes_first_and_each_says_since_when_it_stands_so() -> None:
    found = progress(
        "Kent County Council",
        [
            agreed("done", RecordGesture.FINISH, due=date(2026, 8, 1)),
            agreed("later", due=date(2027, 1, 1)),
            agreed("whenever"),
            agreed("late", due=date(2026, 8, 1)),
            agreed("risky", RecordGesture.FLAG),
            agreed("better", RecordGesture.FLAG, RecordGesture.RECOVER, due=date(2026, 12, 1)),
        ],
        TODAY,
    )

    assert [stand.commitment.id for stand in found.stands] == [
        *("risky", "late", "better", "later", "whenever", "done")
    ]
    risky, late, better, *_, done = found.stands
    assert (risky.standing, risky.since, risky.reason) == (Standing.AT_RISK, date(2026, 3, 5), "Reason 1")
    assert (late.overdue, late.standing, late.reason) == (True, Standing.ON_TRACK, None)
    assert (better.since, better.reason, better.overdue) == (date(2026, 3, 6), None, False)
    assert (done.standing, done.overdue) == (Standing.DONE, False)
    assert (found.count(Standing.ON_TRACK), found.overdue) == (4, 1)
    assert [
        stand.last and (stand.last.gesture, stand.last.reason) for stand in (risky, late, better, done)
    ] == [
        (RecordGesture.FLAG, "Reason 1"),
        (RecordGesture.SETTLE, None),
        (RecordGesture.RECOVER, "Reason 2"),
        (RecordGesture.FINISH, "Reason 1"),
    ]


def test_only_what_this_council_has_agreed_is_shown() -> None:
    withdrawn = moved(agreed("gone"), RecordGesture.WITHDRAW, AUTHOR, at=NOW)

    found = progress("Kent", [withdrawn, commitment("new"), agreed("other", council="Medway")], TODAY)

    assert found.stands == ()


def test_each_council_that_has_agreed_to_anything_has_its_own_those_without_a_name_last() -> None:
    told = [
        agreed("a", council=STRUCK),
        agreed("b", council="Medway"),
        agreed("c", council="Kent County Council"),
        agreed("d", council="kent"),
        commitment("e", council="Westmere"),
        agreed("f", council="isle of Sark"),
    ]

    found = by_council(told, TODAY)

    assert [(each.council, len(each.stands)) for each in found] == [
        ("isle of Sark", 1),
        ("Kent County Council", 2),
        ("Medway", 1),
        (STRUCK, 1),
    ]


def test_what_is_due_today_is_not_late() -> None:
    [stand] = progress("Kent", [agreed("a", due=TODAY)], TODAY).stands

    assert not stand.overdue


@pytest.mark.parametrize(("days", "number"), [(-7, None), (0, None), (13, None), (14, 1), (27, 1), (28, 2)])
def test_a_commitment_is_asked_after_once_in_every_interval_of_its_visit(
    days: int, number: int | None
) -> None:
    assert period(agreed("a"), 2, NOW.date() + timedelta(days=days)) == number


def test_what_is_done_or_not_agreed_or_of_a_visit_that_never_asks_is_not_asked_after() -> None:
    assert period(agreed("a", RecordGesture.FLAG), 2, TODAY) is not None
    for found, weeks in (
        (agreed("a", RecordGesture.FINISH), 2),
        (commitment(), 2),
        (agreed("a"), None),
    ):
        assert period(found, weeks, TODAY) is None
