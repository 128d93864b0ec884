"""Who may do what with which visit, asked for a person."""

import pytest

from bot import wording
from bot.visiting import Visiting
from knowledge.errors import NotAllowedError, StaleVisitError, UnknownVisitError
from knowledge.store import Deed, Store
from knowledge.visits import Participant, Person, Role, VisitGesture, VisitState
from tests.statement_counts import statements
from tests.visit_samples import NOW, visit

ANN = Person(id="u-ann", display_name="Ann")
EVE = Person(id="u-eve", display_name="Eve")


@pytest.fixture
def visiting(store: Store) -> Visiting:
    for name, day, state in (
        ("v1", "2026-03-04", VisitState.OPEN),
        ("v2", "2027-03-04", VisitState.PLANNED),
        ("v3", "2025-03-04", VisitState.CLOSED),
    ):
        store.visits.add(visit(name, starts=day, ends=day, state=state), Deed("u", NOW, "planned the visit"))
    for person in (ANN, EVE):
        store.people.meet(person)
    for name, role in (("v1", Role.PARTICIPANT), ("v2", Role.FACILITATOR)):
        part = Participant(visit=name, person=ANN.id, pseudonym=f"{name}-ann", council="Kent", role=role)
        store.people.take_part(part)
    return Visiting(store)


def test_a_person_has_to_do_with_the_visits_they_are_on_the_latest_first(visiting: Visiting) -> None:
    assert [part.visit.id for part in visiting.parts(ANN)] == ["v2", "v1"]
    assert visiting.parts(EVE) == ()


def test_however_many_visits_there_are_one_s_own_take_no_more_queries(visiting: Visiting) -> None:
    few = statements(lambda: visiting.parts(ANN))
    for number in range(20):
        name = f"more-{number}"
        visiting.store.visits.add(visit(name), Deed("u", NOW, "planned the visit"))
        mine = Participant(visit=name, person=ANN.id, pseudonym=f"{name}-ann")
        visiting.store.people.take_part(mine if number % 2 else mine.model_copy(update={"person": EVE.id}))

    many = statements(lambda: visiting.parts(ANN))

    assert 0 < few == many
    assert len(visiting.parts(ANN)) == 12


def test_the_visit_in_hand_is_the_one_under_way(visiting: Visiting) -> None:
    part = visiting.in_hand(ANN, NOW)

    assert part is not None
    assert (part.visit.id, part.actor.pseudonym, part.actor.role) == ("v1", "v1-ann", Role.PARTICIPANT)
    assert visiting.in_hand(EVE, NOW) is None


def test_who_may_gets_their_part_and_who_may_not_is_told_why(visiting: Visiting) -> None:
    assert visiting.part("v2", ANN, VisitGesture.CHANGE).participant.role is Role.FACILITATOR
    assert visiting.role("v2", EVE) is Role.OTHER
    with pytest.raises(NotAllowedError) as refused:
        visiting.part("v1", ANN, VisitGesture.CHANGE)
    with pytest.raises(NotAllowedError):
        visiting.part("v1", EVE, VisitGesture.SEE)
    with pytest.raises(UnknownVisitError):
        visiting.part("v9", ANN, VisitGesture.SEE)

    assert wording.refusal(refused.value) == "Only a facilitator can change a visit."


def test_whoever_comes_second_is_told_that_nothing_is_lost() -> None:
    said = wording.refusal(StaleVisitError())

    assert said is not None
    assert "Nothing of theirs is lost" in said
