"""Who may do what with a visit, and when; whatever people try, a visit only goes forward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.errors import NotAllowedError
from knowledge.visits import Role, VisitGesture, VisitState, allowed, in_hand, next_state, running
from tests.visit_samples import NOW, session, visit

ATTEMPTS = st.lists(st.tuples(st.sampled_from(VisitGesture), st.sampled_from(Role)), max_size=40)
PATH = [*VisitState]
STEPS = {
    VisitGesture.OPEN: VisitState.OPEN,
    VisitGesture.DISCUSS: VisitState.DISCUSSION,
    VisitGesture.CLOSE: VisitState.CLOSED,
    VisitGesture.ARCHIVE: VisitState.ARCHIVED,
}


@given(attempts=ATTEMPTS)
def test_a_visit_goes_forward_one_state_at_a_time_and_only_by_a_facilitator(
    attempts: list[tuple[VisitGesture, Role]],
) -> None:
    state = VisitState.PLANNED
    for gesture, role in attempts:
        before = state
        try:
            state = next_state(gesture, role, before)
        except NotAllowedError:
            assert not allowed(gesture, role, before)
            continue

        if state is not before:
            assert PATH.index(state) == PATH.index(before) + 1
            assert (role, STEPS[gesture]) == (Role.FACILITATOR, state)


@given(st.sampled_from(VisitGesture), st.sampled_from(Role), st.sampled_from(VisitState))
def test_every_refusal_is_a_sentence_that_says_who_may_or_when(
    gesture: VisitGesture, role: Role, state: VisitState
) -> None:
    if allowed(gesture, role, state):
        assert next_state(gesture, role, state) in VisitState
        return

    with pytest.raises(NotAllowedError, match=rf"^(only|a) .* can {gesture} a visit") as refused:
        next_state(gesture, role, state)

    assert ("only" in str(refused.value)) != (f"this one is {state.said}" in str(refused.value))


def test_a_facilitator_can_take_a_visit_all_the_way() -> None:
    state = VisitState.PLANNED
    for gesture in STEPS:
        state = next_state(gesture, Role.FACILITATOR, state)

    assert state is VisitState.ARCHIVED


@pytest.mark.parametrize("state", VisitState)
def test_feedback_is_logged_by_those_on_the_visit_while_it_is_under_way(state: VisitState) -> None:
    may = {role for role in Role if allowed(VisitGesture.LOG, role, state)}

    under_way = state in {VisitState.OPEN, VisitState.DISCUSSION}
    assert may == ({Role.FACILITATOR, Role.PARTICIPANT} if under_way else set())


@pytest.mark.parametrize("state", VisitState)
def test_a_stranger_may_do_nothing_and_a_host_sees_and_takes_the_report_once_it_is_closed(
    state: VisitState,
) -> None:
    over = state in {VisitState.CLOSED, VisitState.ARCHIVED}

    assert not any(allowed(gesture, Role.OTHER, state) for gesture in VisitGesture)
    assert {gesture for gesture in VisitGesture if allowed(gesture, Role.HOST, state)} == (
        {VisitGesture.SEE, VisitGesture.REPORT} if over else {VisitGesture.SEE}
    )


def test_a_refusal_reads_as_a_person_would_say_it() -> None:
    with pytest.raises(NotAllowedError) as by_role:
        next_state(VisitGesture.OPEN, Role.HOST, VisitState.PLANNED)
    with pytest.raises(NotAllowedError) as by_state:
        next_state(VisitGesture.LOG, Role.PARTICIPANT, VisitState.CLOSED)

    assert str(by_role.value) == "only a facilitator can open a visit"
    assert str(by_state.value) == (
        "a participant can log feedback on a visit that is open or in discussion, and this one is closed"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends": "2026-03-03"}, "ends no earlier"),
        ({"time_zone": "Leeds"}, "no time zone"),
        ({"time_zone": "../etc"}, "no time zone"),
        ({"title": "\u200b \n"}, "at least 1 character"),
        ({"title": "x" * 301}, "at most 300"),
        ({"id": "a b"}, "match pattern"),
        ({"colour": "red"}, "not permitted"),
    ],
)
def test_a_visit_that_makes_no_sense_is_refused(fields: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        visit(**fields)


def test_the_running_session_is_what_is_on_else_what_people_have_just_been_to() -> None:
    first = session("s1")
    second = session("s2", start=NOW.replace(hour=11), end=NOW.replace(hour=12))
    programme = [second, first]

    assert running(programme, NOW.replace(hour=8)) is None
    assert running(programme, NOW) == first
    assert running(programme, NOW.replace(hour=10, minute=30)) == first
    assert running(programme, NOW.replace(hour=11)) == second
    assert running(programme, NOW.replace(hour=20)) == second


def test_the_visit_in_hand_is_under_way_else_the_nearest_that_is_not_over() -> None:
    planned = visit("v1")
    far = visit("v2", starts="2027-01-01", ends="2027-01-02", state=VisitState.OPEN)
    over = visit("v3", state=VisitState.CLOSED)

    assert in_hand([planned, far, over], NOW) == far
    assert in_hand([planned, visit("v4", starts="2026-03-10", ends="2026-03-10")], NOW) == planned
    assert in_hand([over], NOW) is None
