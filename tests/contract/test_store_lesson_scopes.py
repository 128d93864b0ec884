"""A list of lessons holds what its reader may see, by the same rule as answers, and all of it."""

import itertools

import pytest

from knowledge.lessons import STANDINGS, LessonStatus
from knowledge.model import Audience, Metadata, Scopes
from knowledge.scopes import NETWORK, PUBLIC, facilitators, scope_of, team
from knowledge.store import Deed, LessonFilters, Store
from tests.lesson_samples import lesson, passage
from tests.visit_samples import NOW, visit

ENDED = {LessonStatus.MERGED, LessonStatus.SUPERSEDED}
ALL = list(itertools.product([s for s in LessonStatus if s not in ENDED], Audience, (None, "v1", "v2")))


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

    found = store.lessons.find(LessonFilters(scopes=scopes), limit=len(ALL))

    assert {each.id for each in found.lessons} == expected
    assert sum(store.lessons.count_by_theme(LessonFilters(scopes=scopes)).values()) == len(expected)
