"""How a visit's feedback stands: counted rightly, and nobody pointed at."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Theme
from knowledge.overviews import Overview, Silent, overview
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.visits import Attribution, Participant, Role
from tests.visit_samples import NOW, commitment, feedback, session, visit

WALK = session("walk", theme=Theme.CULTURE, end=NOW + timedelta(hours=1))
DESK = session("desk", theme=Theme.LEADERSHIP, start=WALK.end, end=NOW + timedelta(hours=2))
TOMORROW = session(
    "tomorrow", start=NOW + timedelta(days=1), end=NOW + timedelta(days=2), theme=Theme.DRIVERS
)
PROGRAMME = (WALK, DESK, TOMORROW)
EVENING = NOW + timedelta(hours=8)


def peer(
    name: str, council: str = "Kent", role: Role = Role.PARTICIPANT, post: str | None = None
) -> Participant:
    return Participant(visit="v1", person=f"u-{name}", pseudonym=name, council=council, role=role, post=post)


PEOPLE = (
    peer("ann", "Kent", post="head of housing"),
    peer("ben", "Medway"),
    peer("cat", "Dover", post="director"),
    peer("fay", "Leeds", Role.FACILITATOR),
    peer("hal", "Leeds", Role.HOST),
)


def found(
    *records: FeedbackRecord, rule: Attribution = Attribution.OPEN, people: tuple[Participant, ...] = PEOPLE
) -> Overview:
    return overview(visit(attribution=rule), PROGRAMME, [*records, commitment()], people, EVENING)


def test_feedback_is_counted_by_session_and_by_the_theme_that_its_author_names() -> None:
    seen = found(
        feedback("r1", session="walk"),
        feedback("r2", session="walk", theme=Theme.INNOVATION, status=RecordStatus.ACCEPTED),
        feedback("r3"),
        feedback("r4", session="walk", status=RecordStatus.REJECTED),
        feedback("r5", session="walk", status=RecordStatus.WITHDRAWN),
    )

    assert seen.by_session == ((WALK, 2), (DESK, 0))
    assert (seen.without_session, seen.total) == (1, 3)
    assert seen.by_theme == ((Theme.INNOVATION, 1), (None, 2))
    assert seen.waiting == 2


def test_a_gap_is_a_theme_of_a_session_that_is_over_and_that_nobody_told_anything_about() -> None:
    assert found().gaps == (Theme.LEADERSHIP, Theme.CULTURE)
    assert found(feedback(theme=Theme.LEADERSHIP)).gaps == (Theme.CULTURE,)
    assert found(feedback(session="walk")).gaps == (Theme.LEADERSHIP,)
    assert found(feedback(session="tomorrow")).by_session[-1] == (TOMORROW, 1)


def test_peers_who_have_told_nothing_are_named_under_the_open_rule_alone() -> None:
    told = feedback(respondent="ann", status=RecordStatus.WITHDRAWN)

    assert found(told).silent == Silent(2, ("u-ben", "u-cat"))
    assert found(told, rule=Attribution.ORGANISATION).silent == Silent(2, (), ("Dover", "Medway"))
    assert found(told, rule=Attribution.ROLE).silent == Silent(2, (), ("director",))


@pytest.mark.parametrize(("heard", "shown"), [((), 3), (("ann",), None), (("ann", "ben", "cat"), None)])
def test_under_the_chatham_house_rule_a_small_number_is_withheld(
    heard: tuple[str, ...], shown: int | None
) -> None:
    records = [feedback(name, respondent=name) for name in heard]

    assert found(*records, rule=Attribution.CHATHAM_HOUSE).silent == Silent(shown)


@given(st.lists(st.sampled_from(["ann", "ben", "cat", "fay"])), st.sampled_from(Attribution))
def test_whoever_is_not_to_be_named_is_not(heard: list[str], rule: Attribution) -> None:
    records = [feedback(f"r{number}", respondent=name) for number, name in enumerate(heard)]

    silent = found(*records, rule=rule).silent

    assert bool(silent.people) <= (rule is Attribution.OPEN)
    if rule is Attribution.CHATHAM_HOUSE:
        assert silent.described == ()
        assert silent.count is None or silent.count >= 3
