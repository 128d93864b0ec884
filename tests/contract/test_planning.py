"""Whatever anybody tries with a visit, in whatever order, its rules hold."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.planning import Planning, Seat
from knowledge.errors import StaleVisitError, VisitError
from knowledge.store import Store, open_store, sqlite_url
from knowledge.visits import Person, Role, VisitGesture, VisitState, allowed
from tests.visit_samples import NOW, session, visit

PEOPLE = tuple(Person(id=f"u-{name}", display_name=name) for name in ("farah", "asha", "helen", "eve"))
FARAH, ASHA, HELEN, EVE = PEOPLE
SEATS = {FARAH: Role.FACILITATOR, ASHA: Role.PARTICIPANT, HELEN: Role.HOST}
STEPS = (VisitGesture.OPEN, VisitGesture.DISCUSS, VisitGesture.CLOSE, VisitGesture.ARCHIVE)
ORDER = tuple(VisitState)

DEEDS = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(STEPS)),
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["revise", "programme", "leave", "put on", "demote"])),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(sqlite_url(tmp_path_factory.mktemp("planning") / "peerbot.sqlite3")) as opened:
        yield opened


def do(planning: Planning, name: str, person: Person, deed: VisitGesture | str) -> None:
    before = planning.store.visits.get(name)
    match deed:
        case VisitGesture():
            planning.advance(name, person, deed)
        case "revise":
            planning.revise(before.model_copy(update={"title": "Other"}), person, before.version)
        case "programme":
            planning.alter_programme(
                name, lambda _visit, programme: [*programme, session("s9")], person, "added"
            )
        case "leave":
            planning.leave(name, person)
        case "demote":
            planning.put_on(name, FARAH, Seat(Role.PARTICIPANT), person)
        case _:
            planning.put_on(name, EVE, Seat(Role.PARTICIPANT, "Kent"), person)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(deeds=st.lists(DEEDS, max_size=12), number=st.uuids())
def test_a_visit_only_goes_on_by_those_who_may_and_always_has_a_facilitator(
    store: Store, deeds: list[tuple[Person, VisitGesture | str]], number: object
) -> None:
    name, planning = f"v-{number}", Planning(store, lambda: NOW)
    for person in PEOPLE:
        store.people.meet(person)
    planning.plan(visit(name), FARAH)
    for person, role in list(SEATS.items())[1:]:
        planning.put_on(name, person, Seat(role, "Kent"), FARAH)

    for person, deed in deeds:
        before, part = store.visits.get(name), store.people.part(name, person.id)
        role = Role.OTHER if part is None else part.role
        try:
            do(planning, name, person, deed)
        except VisitError:
            assert store.visits.get(name) == before
        else:
            gesture = deed if isinstance(deed, VisitGesture) else VisitGesture.CHANGE
            assert deed == "leave" or allowed(gesture, role, before.state)
        after = store.visits.get(name)
        assert ORDER.index(after.state) - ORDER.index(before.state) == (after.state != before.state)
        assert Role.FACILITATOR in {one.role for one in store.people.on(name)}


def test_a_change_of_the_programme_is_made_again_when_somebody_else_was_first(store: Store) -> None:
    planning = Planning(store, lambda: NOW)
    store.people.meet(FARAH)
    planning.plan(visit("v-twice"), FARAH)
    met: list[int] = []

    def add(now: object, programme: object) -> list[object]:
        met.append(len(store.visits.programme("v-twice")))
        if len(met) == 1:
            planning.change_programme("v-twice", [session("s1")], FARAH, 1, "added a session")
        return [*store.visits.programme("v-twice"), session("s2")]

    after = planning.alter_programme("v-twice", add, FARAH, "added a session")  # type: ignore[arg-type]

    assert met == [0, 1]
    assert after.version == 3
    assert {one.id for one in store.visits.programme("v-twice")} == {"s1", "s2"}


def test_who_changes_a_version_that_is_no_more_is_told(store: Store) -> None:
    planning = Planning(store, lambda: NOW)
    store.people.meet(FARAH)
    planning.plan(visit("v-stale"), FARAH)
    planning.revise(visit("v-stale", title="First"), FARAH, 1)

    with pytest.raises(StaleVisitError):
        planning.revise(visit("v-stale", title="Second"), FARAH, 1)
    with pytest.raises(StaleVisitError):
        planning.change_programme("v-stale", [], FARAH, 1, "emptied it")

    assert store.visits.get("v-stale").title == "First"
