"""A list of lessons holds what its reader may see, by the same rule as answers, and all of it."""

import itertools

import pytest

from knowledge.lessons import STANDINGS, LessonStatus, RecordEvidence
from knowledge.model import Audience, Metadata, Scopes
from knowledge.records import RecordStatus
from knowledge.scopes import NETWORK, PUBLIC, facilitators, scope_of, team
from knowledge.store import Deed, LessonFilters, Store
from tests.lesson_samples import lesson, passage, words
from tests.visit_samples import NOW, feedback, visit

ENDED = {LessonStatus.MERGED, LessonStatus.SUPERSEDED}
ALL = list(itertools.product([s for s in LessonStatus if s not in ENDED], Audience, (None, "v1", "v2")))


def told_on_both(store: Store) -> tuple[RecordEvidence, ...]:
    for name in ("v1", "v2"):
        store.records.add(feedback(f"r-{name}", visit=name, status=RecordStatus.DISTILLED))
    return tuple(words(record=f"r-{name}", visit=name) for name in ("v1", "v2"))


def store_of_both(store: Store) -> str:
    """An endorsed lesson that rests on both visits; its id."""
    claims = [{"text": "They meet.", "evidence": told_on_both(store)}]
    both = {"claims": claims, "status": LessonStatus.ENDORSED, "visit": "v1"}
    store.lessons.add(lesson("both", passage(), **both))
    return "both"


def test_what_rests_on_several_visits_is_for_the_teams_of_all_of_them_together(store: Store) -> None:
    for name in ("v1", "v2", "v3"):
        store.visits.add(visit(name), Deed("u", NOW, "planned the visit"))
    store_of_both(store)
    store.records.add(feedback("r3", visit="v3", status=RecordStatus.DISTILLED))
    store.lessons.add(
        lesson("alone", passage(), claims=[{"text": "So.", "evidence": [words(record="r3", visit="v3")]}])
    )

    assert store.lessons.get("both").visits == {"v1", "v2"}
    assert [store.lessons.joint([name]) for name in ("v1", "v2", "v3")] == [{"v1 v2"}, {"v1 v2"}, frozenset()]


@pytest.mark.parametrize(
    "scopes",
    [
        frozenset({PUBLIC}),
        frozenset({PUBLIC, NETWORK}),
        frozenset({PUBLIC, NETWORK, team("v1")}),
        frozenset({PUBLIC, NETWORK, team("v2"), facilitators("v2"), team("v1")}),
    ],
)
def test_a_list_holds_exactly_what_its_reader_may_see(store: Store, scopes: Scopes) -> None:
    for name in ("v1", "v2"):
        store.visits.add(visit(name), Deed("u", NOW, "planned the visit"))
    expected = set()
    for number, (status, audience, of) in enumerate(ALL):
        store.lessons.add(lesson(f"l{number}", passage(), status=status, audience=audience, visit=of))
        if status in STANDINGS:
            metadata = Metadata("", audience=audience, visit=of)
            if scope_of(metadata, STANDINGS[status]) in scopes:
                expected.add(f"l{number}")

    both = store_of_both(store)
    if scopes & {team("v1"), team("v2")}:
        expected.add(both)

    found = store.lessons.find(LessonFilters(scopes=scopes), limit=len(ALL) + 1)

    assert {each.id for each in found.lessons} == expected
    assert sum(store.lessons.count_by_theme(LessonFilters(scopes=scopes)).values()) == len(expected)
