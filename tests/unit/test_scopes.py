"""One scope for a text, many for a reader, and nothing in common but what all have."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Audience, Metadata, Scope, Scopes, Status
from knowledge.scopes import (
    NETWORK,
    PUBLIC,
    STRANGERS,
    covers,
    facilitators,
    in_common,
    scope_of,
    scopes_of,
    team,
    teams_among,
    together,
)
from knowledge.visits import Participant, Role

VISITS = st.sampled_from(["v1", "v2", "v3"])
PARTS = st.lists(st.tuples(VISITS, st.sampled_from(Role)), max_size=4)
SCOPES = st.frozensets(
    st.sampled_from([PUBLIC, NETWORK, team("v1"), team("v2"), facilitators("v1"), facilitators("v2")])
)


def parts_of(told: list[tuple[str, Role]]) -> list[Participant]:
    return [
        Participant(visit=visit, person="p", pseudonym=f"n{at}", role=role)
        for at, (visit, role) in enumerate(told)
    ]


def of_text(audience: Audience, visit: str | None = "v1", status: Status = Status.PUBLISHED) -> Scope:
    return scope_of(Metadata("T", audience=audience, visit=visit), status)


def test_a_text_is_for_its_audience() -> None:
    assert of_text(Audience.PUBLIC) == "public"
    assert of_text(Audience.NETWORK) == "network"
    assert of_text(Audience.VISIT_TEAM) == "team:v1"


@given(st.sampled_from(Audience))
def test_what_is_not_yet_agreed_to_is_for_fewer_whatever_it_is_meant_for(audience: Audience) -> None:
    assert of_text(audience, status=Status.ACCEPTED) == "facilitators:v1"
    assert of_text(audience, status=Status.ENDORSED) == "team:v1"


@given(
    told=PARTS,
    audience=st.sampled_from(Audience),
    status=st.sampled_from(Status),
)
def test_nobody_is_of_the_team_of_no_visit(
    *, told: list[tuple[str, Role]], audience: Audience, status: Status
) -> None:
    scope = of_text(audience, None, status)

    assert scope in {PUBLIC, NETWORK} or scope not in scopes_of(parts_of(told))


@given(told=PARTS)
def test_a_reader_has_what_their_parts_give_and_no_more(*, told: list[tuple[str, Role]]) -> None:
    scopes = scopes_of(parts_of(told))

    teams = {team(visit) for visit, role in told if role is not Role.OTHER}
    facilitated = {facilitators(visit) for visit, role in told if role is Role.FACILITATOR}
    assert scopes - {NETWORK} == {PUBLIC} | teams | facilitated
    assert (NETWORK in scopes) == bool(teams)


def test_of_several_visits_a_text_is_for_everybody_on_any_of_them_and_for_nobody_else() -> None:
    both = of_text(Audience.VISIT_TEAM, together(["v2", "v1", "v2"]))
    joint = {"v1 v2", "v2 v3"}
    on_v1, on_v2, on_v3 = (
        scopes_of(parts_of([(name, Role.PARTICIPANT)]), joint) for name in ("v1", "v2", "v3")
    )

    assert both == team("v1 v2") == of_text(Audience.NETWORK, "v1 v2", Status.ENDORSED)
    assert (both in on_v1, both in on_v2, both in on_v3) == (True, True, False)
    assert both in in_common([on_v1, on_v2])  # a channel of one from each
    assert teams_among(on_v1) == {"v1"}  # all of what comes from v2 is not theirs
    assert covers(both, team("v1"))
    assert covers(both, facilitators("v2"))
    assert not covers(team("v1"), both)
    assert together([]) is None


@given(told=PARTS)
def test_what_covers_another_scope_is_seen_by_all_who_see_that(*, told: list[tuple[str, Role]]) -> None:
    every = (PUBLIC, NETWORK, team("v1"), team("v2"), team("v1 v2"), facilitators("v1"), facilitators("v2"))
    seen = scopes_of(parts_of(told), ["v1 v2"])

    for scope, other in product(every, every):
        if covers(scope, other):
            assert other not in seen or scope in seen


def test_a_scope_covers_those_of_fewer_people_and_itself() -> None:
    inwards = (PUBLIC, NETWORK, team("v1"), facilitators("v1"))

    for scope, other in product(inwards, inwards):
        assert covers(scope, other) == (inwards.index(scope) <= inwards.index(other))
    assert not covers(team("v2"), facilitators("v1"))
    assert not covers(team("v2"), team("v1"))


@given(st.lists(SCOPES, min_size=1, max_size=5))
def test_readers_have_in_common_what_each_of_them_has(readers: list[Scopes]) -> None:
    common = in_common(iter(readers))

    everywhere = frozenset.intersection(*readers)
    assert common == everywhere or (common <= STRANGERS and everywhere <= common)


def test_of_nobody_it_is_what_anybody_may_see() -> None:
    assert in_common([]) == STRANGERS


def test_no_more_readers_are_looked_at_once_only_the_least_is_left() -> None:
    looked_at: list[Scopes] = []

    def readers() -> Iterator[Scopes]:
        for scopes in (frozenset({PUBLIC, team("v1")}), STRANGERS, frozenset({PUBLIC, NETWORK})):
            looked_at.append(scopes)
            yield scopes

    assert in_common(readers()) == STRANGERS
    assert len(looked_at) == 2
