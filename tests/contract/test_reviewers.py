"""Who reviews lessons and what waits for them, on either database."""

from datetime import timedelta

import pytest

from knowledge.errors import UnknownCaseStudyError
from knowledge.lessons import Lesson, LessonGesture, LessonStatus, moved
from knowledge.model import Theme
from knowledge.reviewers import Reviewers
from knowledge.scopes import NETWORK, team
from knowledge.store import Deed, Store
from knowledge.visits import Participant, Person, Role
from tests.contract.store_samples import put
from tests.lesson_samples import ANN, BEN, RECORD, VISIT, WESTMERE, lesson, passage, validated_lesson, words
from tests.statement_counts import statements
from tests.visit_samples import NOW, visit

ROLES = {"ann": Role.FACILITATOR, "host": Role.HOST, "peer": Role.PARTICIPANT}


@pytest.fixture
def reviewers(store: Store) -> Reviewers:
    store.visits.add(VISIT, Deed("u-9", NOW, "planned the visit"))
    store.records.add(RECORD)
    put(store, WESTMERE)
    for name in (*ROLES, "cleo"):
        store.people.meet(Person(id=name, display_name=name, slack_team="T1", slack_user=name.upper()))
    for name, role in ROLES.items():
        store.people.take_part(Participant(visit="v1", person=name, pseudonym=f"p-{name}", role=role))
    store.theme_owners.add(Theme.CULTURE, "cleo")
    store.people.byline("ann", ANN.pseudonym)
    return Reviewers(store)


def kept(reviewers: Reviewers, *lessons: Lesson) -> None:
    for one in lessons:
        reviewers.store.lessons.add(one)


def test_everybody_who_could_review_is_known_with_all_that_makes_them_one(reviewers: Reviewers) -> None:
    found = {one.person.id: one for one in reviewers.all()}

    assert found.keys() == {"ann", "host", "cleo"}
    assert (found["ann"].byline, found["cleo"].byline) == (ANN.pseudonym, None)
    assert found["cleo"].themes == {Theme.CULTURE}
    assert [reviewers.of(one.person) for one in found.values()] == [*found.values()]


def test_however_many_lessons_wait_on_however_many_visits_to_find_them_takes_no_more_queries(
    reviewers: Reviewers,
) -> None:
    one = lesson("l0", words(), passage())
    kept(reviewers, one)
    few = statements(reviewers.pending)
    for number in range(20):
        name = f"more-{number}"
        reviewers.store.visits.add(visit(name), Deed("u-9", NOW, "planned the visit"))
        told, quoted = one.claims
        claims = (told.model_copy(update={"evidence": (words(visit=name),)}), quoted)
        kept(reviewers, one.model_copy(update={"id": f"l-{name}", "claims": claims}))

    many = statements(reviewers.pending)

    assert len({scope for matter in reviewers.pending() for scope in matter.scopes}) == 22
    assert 0 < few == many


def test_what_a_lesson_rests_on_says_who_may_read_it(reviewers: Reviewers) -> None:
    gone = passage().model_copy(update={"case_study": "gone"})
    with pytest.raises(UnknownCaseStudyError):
        reviewers.store.case_studies.get("gone")

    assert reviewers.matter(lesson("l1", words(), passage())).scopes == {team("v1"), NETWORK}
    one = lesson("l1", words())
    [claim] = one.claims
    bare = one.model_copy(update={"claims": (claim.model_copy(update={"evidence": (gone,)}),)})
    assert reviewers.matter(bare).scopes == {None}


def test_each_waits_for_those_who_may_go_on_with_it(reviewers: Reviewers) -> None:
    done = lesson("l3", words()).model_copy(update={"status": LessonStatus.SHARED})
    kept(reviewers, lesson("l1", words()), validated_lesson(words()).model_copy(update={"id": "l2"}), done)

    def waiting(person: str) -> list[str]:
        found = reviewers.waiting_for(reviewers.store.people.get(person))
        return [matter.lesson.id for matter in found]

    assert [matter.lesson.id for matter in reviewers.pending()] == ["l1", "l2"]
    assert [waiting(name) for name in ("ann", "host", "cleo", "peer")] == [[], ["l2"], ["l1", "l2"], []]


def test_what_changed_since_is_found_and_what_did_not_is_not(reviewers: Reviewers) -> None:
    store, later = reviewers.store, NOW + timedelta(hours=1)
    kept(reviewers, lesson("l1", words()), lesson("l2", words()))
    returned = moved(lesson("l2", words()), LessonGesture.RETURN, BEN, at=later, reason="Shorter.")

    store.lessons.change(returned, 1)

    assert [one.id for one in store.lessons.changed_since(NOW)] == ["l2"]
    assert store.lessons.changed_since(later) == ()


def test_chores_that_were_claimed_are_told_from_those_that_were_not(store: Store) -> None:
    keys = [f"chore {number}" for number in range(1_200)]  # more than one list holds
    for key in (keys[0], keys[-1]):
        assert store.chores.claim(key, NOW)

    assert store.chores.claimed(keys) == {keys[0], keys[-1]}
    assert store.chores.claimed([]) == frozenset()
