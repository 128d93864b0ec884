"""Whatever people try with records, and however many at once: no forbidden step, nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.record_changes import RecordChanges
from bot.visiting import Part
from knowledge.errors import NotAllowedError, StaleRecordError, UnknownRecordError
from knowledge.records import (
    Commitment,
    FeedbackRecord,
    GroupFeedback,
    Record,
    RecordGesture,
    RecordStatus,
    Sensitivity,
)
from knowledge.store import Deed, Store
from knowledge.visits import Participant, Person, Role, VisitState
from tests.visit_samples import NOW, commitment, feedback, group_feedback, visit

NAMES = ("heron", "otter", "badger")
_NUMBERS = count()


def part(name: str = "badger", role: Role = Role.FACILITATOR, of: str = "v1") -> Part:
    held = visit(of, state=VisitState.DISCUSSION)
    return Part(held, Participant(visit=of, person=f"u-{name}", pseudonym=name, role=role))


@pytest.fixture
def changes(store: Store) -> RecordChanges:
    for name in ("v1", "v2"):
        store.visits.add(visit(name), Deed("u", NOW, "planned the visit"))
    return RecordChanges(store)


GESTURES = st.sampled_from(RecordGesture) | st.sampled_from(Sensitivity) | st.just("agree to the words")
PARTS = st.builds(part, st.sampled_from(NAMES), st.sampled_from(Role))
ATTEMPTS = st.lists(st.tuples(GESTURES, PARTS, st.sampled_from([0, 0, 0, 1])), max_size=15)


def attempt(
    changes: RecordChanges, record: Record, gesture: RecordGesture | Sensitivity | str, by: Part, missed: int
) -> None:
    """Make one gesture, having missed so many changes."""
    seen = record.version - missed
    match gesture:
        case Sensitivity():
            changes.mark(by, record, gesture, seen, at=NOW)
        case RecordGesture.REVISE:
            changes.revise(by, record, seen, at=NOW, theme=None)
        case RecordGesture():
            changes.move(by, record, gesture, seen, at=NOW, reason="Why")
        case _ if isinstance(record, GroupFeedback):
            changes.agree(by, record.id, record.edition - missed, at=NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.sampled_from([feedback(), group_feedback(), commitment()]), ATTEMPTS)
def test_whoever_tries_whatever_a_record_takes_only_steps_of_its_lifecycle_and_keeps_them_all(
    changes: RecordChanges,
    beginning: Record,
    attempts: list[tuple[RecordGesture | Sensitivity | str, Part, int]],
) -> None:
    record = beginning.model_copy(update={"id": f"r{next(_NUMBERS)}"})
    changes.store.records.add(record)
    for gesture, by, missed in attempts:
        before = changes.store.records.get(record.id)
        try:
            attempt(changes, before, gesture, by, missed)
        except (NotAllowedError, StaleRecordError):
            assert changes.store.records.get(record.id) == before
            continue
        after = changes.store.records.get(record.id)

        assert after.version in {before.version, before.version + 1}
        if after.version == before.version:
            assert after == before
            continue
        [*events, last] = after.history
        step = after.lifecycle[last.gesture]
        assert before.status in step.source
        assert after.status is last.status is (step.target or before.status)
        assert by.participant.role in step.by or (step.by_author and last.actor == after.respondent)
        assert last.actor == by.participant.pseudonym
        assert [one.gesture for one in events] == [one.gesture for one in before.history]
        assert not missed


def test_a_record_of_another_visit_or_type_is_none_of_this_one(changes: RecordChanges) -> None:
    changes.store.records.add(feedback("r1"))

    with pytest.raises(UnknownRecordError):
        changes.get(part(of="v2"), FeedbackRecord, "r1")
    with pytest.raises(UnknownRecordError):
        changes.get(part(), Commitment, "r1")
    assert changes.get(part(), FeedbackRecord, "r1").id == "r1"


def test_on_an_archived_visit_a_commitment_is_followed_up_and_no_other_is_settled(
    changes: RecordChanges,
) -> None:
    changes.store.records.add(commitment("c1", status=RecordStatus.AGREED))
    changes.store.records.add(commitment("c2"))
    later = Part(visit("v1", state=VisitState.ARCHIVED), part().participant)

    done = changes.move(later, changes.get(later, Commitment, "c1"), RecordGesture.FINISH, 0, at=NOW)
    with pytest.raises(NotAllowedError, match="this one is archived"):
        changes.move(later, changes.get(later, Commitment, "c2"), RecordGesture.SETTLE, 0, at=NOW)
    author = Part(later.visit, part("heron", Role.PARTICIPANT).participant)
    with pytest.raises(NotAllowedError, match="this one is archived"):
        changes.revise(author, changes.get(later, Commitment, "c2"), 0, at=NOW, theme=None)

    assert changes.store.records.get("c1") == done
    assert changes.store.records.get("c2").version == 0


def test_of_many_who_decide_at_once_one_does_and_all_others_are_told(changes: RecordChanges) -> None:
    record = feedback("r1")
    changes.store.records.add(record)
    gestures = [RecordGesture.ACCEPT, RecordGesture.REJECT, RecordGesture.ASK] * 4

    def decide(gesture: RecordGesture) -> str:
        try:
            changes.move(part(), record, gesture, 0, at=NOW, reason="Why")
        except StaleRecordError:
            return "told"
        return gesture

    with ThreadPoolExecutor(len(gestures)) as people:
        came = list(people.map(decide, gestures))

    [decided] = [gesture for gesture in came if gesture != "told"]
    [event] = changes.store.records.get("r1").history
    assert event.gesture == decided


def test_a_mark_is_not_lost_when_somebody_decides_at_the_same_time(changes: RecordChanges) -> None:
    record = feedback("r1")
    changes.store.records.add(record)
    changes.mark(part(), record, Sensitivity.SENSITIVE, 0, at=NOW)

    with pytest.raises(StaleRecordError):
        changes.move(part(), record, RecordGesture.ACCEPT, 0, at=NOW)

    assert changes.store.records.get("r1").sensitivity is Sensitivity.SENSITIVE


def test_everybody_who_agrees_at_once_has_agreed(changes: RecordChanges) -> None:
    changes.store.records.add(group_feedback("g1"))
    peers = [part(f"peer{number}", Role.PARTICIPANT) for number in range(12)]

    with ThreadPoolExecutor(len(peers)) as people:
        list(people.map(lambda peer: changes.agree(peer, "g1", 0, at=NOW), peers * 2))

    found = changes.get(part(), GroupFeedback, "g1")
    assert sorted(found.agreed_by) == sorted(peer.participant.pseudonym for peer in peers)
    assert found.version == len(peers)


def test_nobody_agrees_to_words_they_have_not_read(changes: RecordChanges) -> None:
    changes.store.records.add(group_feedback("g1"))
    peer = part("otter", Role.PARTICIPANT)
    first = changes.agree(peer, "g1", 0, at=NOW)
    revised = changes.revise(part(), first, first.version, at=NOW, strengths=("You listen well.",))

    with pytest.raises(StaleRecordError):
        changes.agree(peer, "g1", 0, at=NOW)

    assert (revised.edition, revised.agreed_by) == (1, ())
    assert changes.agree(peer, "g1", 1, at=NOW).agreed_by == ("otter",)


def test_words_that_nobody_agreed_to_are_not_settled(changes: RecordChanges) -> None:
    changes.store.records.add(group_feedback("g1"))

    with pytest.raises(NotAllowedError, match="nobody has agreed to"):
        changes.settle(part(), "g1", 0, at=NOW)
    changes.agree(part("otter", Role.PARTICIPANT), "g1", 0, at=NOW)
    with pytest.raises(NotAllowedError, match="only a facilitator"):
        changes.settle(part("otter", Role.PARTICIPANT), "g1", 0, at=NOW)
    with pytest.raises(StaleRecordError):
        changes.settle(part(), "g1", 1, at=NOW)

    assert changes.settle(part(), "g1", 0, at=NOW).status is RecordStatus.AGREED


def test_what_is_settled_takes_no_more_agreement(changes: RecordChanges) -> None:
    changes.store.records.add(group_feedback("g1"))
    settled = changes.move(part(), changes.get(part(), GroupFeedback, "g1"), RecordGesture.SETTLE, 0, at=NOW)

    assert settled.status is RecordStatus.AGREED
    with pytest.raises(NotAllowedError):
        changes.agree(part("otter", Role.PARTICIPANT), "g1", 0, at=NOW)


def test_the_person_behind_a_pseudonym_is_found_on_their_visit_alone(changes: RecordChanges) -> None:
    people = changes.store.people
    ann = people.meet(Person(id="u-ann", display_name="Ann"))
    people.take_part(Participant(visit="v1", person="u-ann", pseudonym="heron"))

    assert people.known_as("v1", "heron") == ann
    assert people.known_as("v2", "heron") is None
    assert people.known_as("v1", "otter") is None
