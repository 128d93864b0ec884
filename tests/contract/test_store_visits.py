"""Visits, programmes and people: no change is lost, and who somebody is stands in one place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.attribution import Author, Names
from knowledge.errors import (
    LastFacilitatorError,
    SessionInUseError,
    StaleVisitError,
    UnknownPersonError,
    UnknownVisitError,
)
from knowledge.store import Deed, Store
from knowledge.visits import Participant, Person, Role, Session, VisitState
from tests.patience import PATIENCE
from tests.visit_samples import NOW, SESSIONS, commitment, feedback, session, visit

PLANNED = Deed("u-9", NOW, "planned the visit")
CHANGED = Deed("u-9", NOW + timedelta(hours=1), "changed the dates", "The host asked")


def add(store: Store, *programme: Session) -> None:
    assert store.visits.add(visit(), PLANNED, programme)


def take_part(store: Store, number: int, council: str | None, **fields: object) -> Participant:
    person = Person(id=f"u-{number}", display_name=f"Ann {number}", slack_team="T1", slack_user=f"U{number}")
    part = {
        "visit": "v1",
        "person": store.people.meet(person).id,
        "pseudonym": f"p-{number}",
        "council": council,
    }
    return store.people.take_part(Participant.model_validate(part | fields))


def test_a_visit_comes_back_as_it_was_planned_and_is_planned_once(store: Store) -> None:
    planned = visit(channel="C1", version=7)

    assert store.visits.add(planned, PLANNED)
    assert not store.visits.add(visit(title="Another"), PLANNED)

    assert store.visits.get("v1") == planned.model_copy(update={"version": 1})
    assert store.audit_trail.of("v1") == (PLANNED,)


def test_visits_are_listed_the_latest_first(store: Store) -> None:
    for name, day in (("old", "2025-01-01"), ("new", "2027-01-01"), ("now", "2026-01-01")):
        store.visits.add(visit(name, starts=day, ends=day), PLANNED)

    assert [each.id for each in store.visits.all()] == ["new", "now", "old"]
    assert [each.id for each in store.visits.several({"old", "new", "none"})] == ["new", "old"]


def test_of_all_visits_those_under_way_are_open_or_in_discussion(store: Store) -> None:
    for state in VisitState:
        store.visits.add(visit(state.value, state=state), PLANNED)

    assert [each.id for each in store.visits.under_way()] == ["discussion", "open"]


def test_a_change_is_kept_with_who_made_it_when_and_why(store: Store) -> None:
    add(store)

    changed = store.visits.change(visit(state=VisitState.OPEN), 1, CHANGED)

    assert (changed.state, changed.version) == (VisitState.OPEN, 2)
    assert store.visits.get("v1") == changed
    assert store.audit_trail.of("v1") == (PLANNED, CHANGED)


def test_of_two_who_change_a_visit_the_second_is_told_and_nothing_is_lost(store: Store) -> None:
    add(store)
    store.visits.change(visit(title="First"), 1, CHANGED)

    with pytest.raises(StaleVisitError, match="somebody else changed this visit: look again"):
        store.visits.change(visit(title="Second"), 1, CHANGED)
    with pytest.raises(StaleVisitError):
        store.visits.change_programme("v1", [session()], 1, CHANGED)

    assert store.visits.get("v1").title == "First"
    assert store.visits.programme("v1") == ()
    assert store.audit_trail.of("v1") == (PLANNED, CHANGED)


def test_of_many_who_change_a_visit_at_once_one_does(store: Store) -> None:
    add(store)

    def change(number: int) -> bool:
        try:
            store.visits.change(visit(title=f"Title {number}"), 1, CHANGED)
        except StaleVisitError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(change, range(16)))

    assert sorted(done) == [False] * 15 + [True]
    assert store.visits.get("v1").title == f"Title {done.index(True)}"
    assert len(store.audit_trail.of("v1")) == 2


def test_of_all_facilitators_who_go_at_once_one_stays(store: Store) -> None:
    add(store)
    together = Barrier(4)  # as many as keep their connection

    def go(part: Participant) -> bool:
        """Half of them leave, half are made participants."""
        together.wait(PATIENCE)
        try:
            if int(part.pseudonym.removeprefix("p-")) % 2:
                return store.people.leave("v1", part.person)
            store.people.take_part(part.model_copy(update={"role": Role.PARTICIPANT}))
        except LastFacilitatorError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        for _ in range(10):  # in the first they are kept apart by connecting
            parts = [take_part(store, number, "Kent", role=Role.FACILITATOR) for number in range(4)]
            gone = list(pool.map(go, parts))

            assert gone.count(False) == 1
            stayed = parts[gone.index(False)]
            assert [one for one in store.people.on("v1") if one.role is Role.FACILITATOR] == [stayed]


def test_whoever_is_no_facilitator_goes_from_a_visit_that_has_none(store: Store) -> None:
    add(store)
    peer = take_part(store, 1, "Kent")

    assert store.people.leave("v1", peer.person)
    assert store.people.on("v1") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.lists(SESSIONS, max_size=4, unique_by=lambda each: each.id))
def test_a_programme_comes_back_and_is_replaced_as_a_whole(store: Store, programme: list[Session]) -> None:
    store.visits.add(visit(), PLANNED)
    before = store.visits.get("v1").version

    changed = store.visits.change_programme("v1", programme, before, CHANGED)

    assert changed.version == before + 1
    found = store.visits.programme("v1")
    assert sorted(found, key=lambda each: each.id) == sorted(programme, key=lambda each: each.id)


def test_sessions_come_in_the_order_they_start(store: Store) -> None:
    late = session("a", start=NOW.replace(hour=14), end=NOW.replace(hour=15))

    add(store, late, session("b"))

    assert [each.id for each in store.visits.programme("v1")] == ["b", "a"]


def test_a_session_with_feedback_stays_in_the_programme(store: Store) -> None:
    add(store, session("a", title="Walk"), session("b"))
    store.records.add(feedback(session="a"))

    with pytest.raises(SessionInUseError, match="feedback was logged on 'Walk'"):
        store.visits.change_programme("v1", [session("b")], 1, CHANGED)

    assert {each.id for each in store.visits.programme("v1")} == {"a", "b"}
    assert store.visits.get("v1").version == 1
    moved = session("a", title="Long walk")
    store.visits.change_programme("v1", [moved], 1, CHANGED)
    assert store.visits.programme("v1") == (moved,)


def test_two_visits_may_have_sessions_of_one_id(store: Store) -> None:
    add(store, session("a", title="Here"))

    store.visits.add(visit("v2"), PLANNED, [session("a", title="There")])

    assert [store.visits.programme(name)[0].title for name in ("v1", "v2")] == ["Here", "There"]


def test_an_unknown_visit_is_named_in_the_error(store: Store) -> None:
    for use in (
        lambda: store.visits.get("none"),
        lambda: store.visits.change(visit("none"), 1, CHANGED),
        lambda: store.visits.change_programme("none", [], 1, CHANGED),
        lambda: store.records.add(feedback(visit="none")),
        lambda: store.people.take_part(Participant(visit="none", person="u", pseudonym="p", council="Kent")),
    ):
        with pytest.raises(UnknownVisitError, match="'none'"):
            use()
    assert store.visits.programme("none") == ()


def test_a_database_refuses_what_no_visit_is(store: Store) -> None:
    impossible = visit().model_copy(update={"ends": visit().starts - timedelta(days=1)})

    with pytest.raises(sa.exc.IntegrityError, match="dates"):
        store.visits.add(impossible, PLANNED)

    assert store.visits.all() == ()


def test_somebody_met_again_is_the_same_person_under_their_latest_name(store: Store) -> None:
    first = Person(id="u-1", display_name="Ann Smith", slack_team="T1", slack_user="U1")
    store.people.meet(first)

    again = store.people.meet(first.model_copy(update={"id": "u-2", "display_name": "Ann Jones"}))

    assert again == first.model_copy(update={"display_name": "Ann Jones"})
    other_workspace = first.model_copy(update={"id": "u-3", "slack_team": "T2"})
    assert store.people.meet(other_workspace) == other_workspace


def test_people_without_slack_are_told_apart_by_id(store: Store) -> None:
    for name in ("u-1", "u-2"):
        assert store.people.meet(Person(id=name, display_name="Ann")).id == name


def test_a_participant_keeps_the_first_pseudonym_whatever_else_changes(store: Store) -> None:
    add(store)
    take_part(store, 1, "Kent")

    again = take_part(store, 1, "Medway", pseudonym="p-9", role=Role.HOST)

    assert (again.pseudonym, again.council, again.role) == ("p-1", "Medway", Role.HOST)
    assert store.people.on("v1") == (again,)


def test_what_a_participant_agreed_to_is_changed_by_themselves_alone(store: Store) -> None:
    add(store)
    person = take_part(store, 1, "Kent").person

    assert store.people.agree("v1", person, "2026-01", NOW)
    again = take_part(store, 1, "Medway", consent_version="2026-09", consented_at=NOW)

    assert (again.consent_version, again.consented_at) == ("2026-01", NOW)
    assert not store.people.agree("v1", "nobody", "2026-01", NOW)


def test_all_names_of_a_visit_are_known_to_whoever_strikes_them_out(store: Store) -> None:
    add(store)
    take_part(store, 1, "Kent", post="head of housing")
    take_part(store, 2, "Dover")
    store.records.add(commitment(council="Thanet"))

    assert store.people.names("v1") == Names(
        ("Ann 1", "Ann 2"), ("Dover", "Kent", "Leeds City Council", "Medway", "Thanet")
    )
    assert store.people.authors("v1")["p-1"] == Author("Ann 1", "Kent", "head of housing")
    assert store.people.names("none") == Names()


def test_a_forgotten_person_leaves_what_they_told(store: Store) -> None:
    add(store)
    take_part(store, 1, "Kent")
    store.records.add(feedback(respondent="p-1"))

    assert store.people.forget("u-1")
    assert not store.people.forget("u-1")

    assert store.people.on("v1") == ()
    assert store.records.get("r1").respondent == "p-1"


def test_who_somebody_is_in_slack_stands_in_one_table(store: Store) -> None:
    add(store, session())
    take_part(store, 77, "Kent", consent_version="1", consented_at=NOW)
    store.records.add(feedback(respondent="p-77"))

    with store.database.reading() as connection:
        inspector = sa.inspect(connection)
        holding = {
            table
            for table in inspector.get_table_names()
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"'))  # noqa: S608  # our own names
            if "U77" in repr(row) or "Ann 77" in repr(row)
        }

    assert holding == {"people"}


def test_a_person_is_known_by_their_slack_user_and_by_their_parts(store: Store) -> None:
    add(store)
    store.visits.add(visit("v0"), PLANNED)
    part = take_part(store, 1, "Kent")
    other = take_part(store, 1, "Kent", visit="v0", pseudonym="p-0")

    known = store.people.known("T1", "U1")

    assert known is not None
    assert known == store.people.get(part.person)
    assert store.people.known("T2", "U1") is None
    assert store.people.parts(known.id) == (other, part)
    assert store.people.part("v1", known.id) == part
    assert store.people.part("v1", "nobody") is None
    with pytest.raises(UnknownPersonError, match="there is nobody known as 'nobody'"):
        store.people.get("nobody")


def test_who_leaves_a_visit_is_on_it_no_more_and_what_they_told_stays(store: Store) -> None:
    add(store)
    part = take_part(store, 1, "Kent")
    store.records.add(feedback(respondent=part.pseudonym))

    assert store.people.leave("v1", part.person)
    assert not store.people.leave("v1", part.person)

    assert store.people.on("v1") == ()
    assert store.records.get("r1").respondent == part.pseudonym


def test_a_facilitator_may_be_there_for_no_council(store: Store) -> None:
    add(store)

    part = take_part(store, 1, None, role=Role.FACILITATOR)

    assert store.people.on("v1") == (part,)
    assert store.people.names("v1").councils == tuple(sorted(visit().councils))
    assert store.people.authors("v1")[part.pseudonym].organisation is None


def test_a_person_is_nudged_until_they_want_it_no_more(store: Store) -> None:
    add(store)
    part = take_part(store, 1, "Kent")
    assert store.people.get(part.person).nudged

    store.people.nudge(part.person, wanted=False)

    assert not store.people.get(part.person).nudged
    with pytest.raises(UnknownPersonError):
        store.people.nudge("nobody", wanted=False)


def test_a_chore_is_done_once_unless_it_is_given_up(store: Store) -> None:
    assert store.chores.claim("digest v1 2026-03-04", NOW)
    assert not store.chores.claim("digest v1 2026-03-04", NOW)

    store.chores.give_up("digest v1 2026-03-04")

    assert store.chores.claim("digest v1 2026-03-04", NOW)


def test_a_chore_that_is_begun_is_taken_over_once_it_is_left_or_not_heard_of_until_it_is_done(
    store: Store,
) -> None:
    chores, later = store.chores, NOW + timedelta(minutes=5)
    assert chores.begin("news", NOW)
    assert not chores.begin("news", NOW)
    assert not chores.take_over("news", later - timedelta(seconds=1))
    assert chores.take_over("news", later)
    assert not chores.take_over("news", later)

    chores.leave("news")
    assert chores.claimed(["news"]) == frozenset()
    assert chores.take_over("news", later)
    chores.finish("news", later)

    assert chores.claimed(["news"]) == {"news"}
    assert not chores.begin("news", later)
    assert not chores.take_over("news", later + timedelta(days=1))
    assert not chores.claim("news", later)


def test_a_chore_that_was_done_before_there_was_beginning_is_done(store: Store) -> None:
    assert store.chores.claim("news", NOW)

    assert not store.chores.begin("news", NOW)


def test_a_name_that_a_visit_once_went_by_is_struck_out_for_ever(store: Store) -> None:
    add(store)
    for number in (1, 2, 3):
        take_part(store, number, f"Council {number}")
    before = store.people.names("v1")

    store.people.leave("v1", "u-1")
    store.people.meet(Person(id="u-2", display_name="Zoe", slack_team="T1", slack_user="U2"))
    store.people.forget("u-3")
    store.visits.change(visit(host="Westmere", visitors=()), 1, CHANGED)
    take_part(store, 2, "Northshire")

    after = store.people.names("v1")
    assert set(before.people) | {"Zoe"} == set(after.people)
    assert set(before.councils) | {"Westmere", "Northshire"} == set(after.councils)
    assert [one.council for one in store.people.on("v1")] == ["Northshire"]
    assert store.people.names("v2") == Names()
