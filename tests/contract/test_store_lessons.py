"""Lessons: any comes back as it was, is stored once, is found fast, and is never changed behind a back."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from knowledge.attribution import Names
from knowledge.errors import (
    StaleAdoptionError,
    StaleLessonError,
    UnknownAdoptionError,
    UnknownLessonError,
    UnknownPersonError,
    UnknownVisitError,
)
from knowledge.lessons import Adoption, Lesson, LessonGesture, LessonStatus, moved, rechecked, revised
from knowledge.lessons import Sources as Among
from knowledge.model import Audience, Theme
from knowledge.records import RecordGesture
from knowledge.records import moved as record_moved
from knowledge.store import Deed, LessonFilters, LessonVector, Store
from knowledge.store.lesson_tables import adoptions, lessons
from knowledge.visits import Attribution, Participant, Person
from tests.contract.store_samples import put
from tests.lesson_samples import (
    ADOPTIONS,
    BEN,
    LESSONS,
    RECORD,
    REVIEW_ON,
    VISIT,
    WESTMERE,
    adoption,
    draft,
    lesson,
    passage,
    shared_lesson,
    sources,
    words,
)
from tests.visit_samples import AUTHOR, NOW

PLANNED = Deed("u-9", NOW, "planned the visit")


@pytest.fixture(autouse=True)
def _told(store: Store) -> None:
    store.visits.add(VISIT, PLANNED)
    store.records.add(RECORD)


@pytest.fixture
def ids() -> Iterator[str]:
    """Ids no example has used before."""
    return (f"x{number}" for number in itertools.count())


def at(found: Lesson, hours: int) -> Lesson:
    """The lesson, last changed so many hours later."""
    event = found.history[-1].model_copy(update={"at": NOW + timedelta(hours=hours)})
    return found.model_copy(update={"history": (*found.history[:-1], event)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(made=LESSONS)
def test_any_lesson_comes_back_as_it_was(store: Store, ids: Iterator[str], made: Lesson) -> None:
    made = made.model_copy(update={"id": next(ids)})

    assert store.lessons.add(made)

    assert store.lessons.get(made.id) == made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(made=ADOPTIONS)
def test_any_adoption_comes_back_as_it_was(store: Store, ids: Iterator[str], made: Adoption) -> None:
    store.lessons.add(lesson())
    made = made.model_copy(update={"id": next(ids)})

    assert store.adoptions.add(made)

    assert store.adoptions.get(made.id) == made


def test_every_field_has_its_column_and_no_column_is_without_a_field() -> None:
    of_lessons = {"visit" if column.name == "visit_id" else column.name for column in lessons.c}
    of_adoptions = {"lesson" if column.name == "lesson_id" else column.name for column in adoptions.c}

    assert of_lessons - {"version", "proposed_at", "changed_at", "faulty"} == (
        Lesson.model_fields.keys() - {"claims", "history"}
    )
    assert of_adoptions == Adoption.model_fields.keys()


def test_a_lesson_is_stored_once_and_the_first_stays(store: Store) -> None:
    assert store.lessons.add(lesson(title="First"))

    assert not store.lessons.add(lesson(title="Second"))

    assert store.lessons.find(LessonFilters()).lessons == (lesson(title="First"),)


def test_of_many_who_change_a_lesson_at_once_one_does(store: Store) -> None:
    store.lessons.add(lesson())

    def reject(number: int) -> bool:
        rejected = moved(lesson(), LessonGesture.REJECT, BEN, at=NOW, reason=f"Reason {number}")
        try:
            store.lessons.change(rejected, 1)
        except StaleLessonError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(reject, range(16)))

    assert sorted(done) == [False] * 15 + [True]
    kept = store.lessons.get("l1")
    assert (kept.status, kept.history[-1].reason) == (LessonStatus.REJECTED, f"Reason {done.index(True)}")


def test_a_change_replaces_claims_and_councils_and_not_the_past(store: Store) -> None:
    store.lessons.add(lesson("l1", words(), passage()))
    shorter = moved(lesson("l1", passage()), LessonGesture.RETURN, BEN, at=NOW, reason="Why?")

    store.lessons.change(shorter, 1)

    assert store.lessons.get("l1") == shorter
    assert store.lessons.find(LessonFilters(councils=("Eastborough",))).lessons == ()


def test_what_is_not_there_is_named_in_the_error(store: Store) -> None:
    with pytest.raises(UnknownLessonError, match="'none'"):
        store.lessons.get("none")
    with pytest.raises(UnknownLessonError, match="'none'"):
        store.lessons.change(lesson("none"), 1)
    with pytest.raises(UnknownLessonError, match="'none'"):
        store.adoptions.add(adoption(lesson="none"))
    with pytest.raises(UnknownAdoptionError, match="'none'"):
        store.adoptions.get("none")
    with pytest.raises(UnknownAdoptionError, match="'none'"):
        store.adoptions.change(adoption("none"), 1)
    with pytest.raises(UnknownVisitError, match="'v9'"):
        store.lessons.add(lesson(visit="v9"))
    with pytest.raises(UnknownPersonError, match="'none'"):
        store.theme_owners.add(Theme.CULTURE, "none")
    with pytest.raises(UnknownPersonError, match="'none'"):
        store.people.byline("none", "teal")
    assert store.lessons.several(["none"]) == {}


def test_lessons_are_found_by_what_is_known_of_them_the_latest_change_first(store: Store) -> None:
    made = (
        at(lesson("a", theme=Theme.LEADERSHIP, councils=("Kent County Council",), visit=None), 1),
        at(lesson("b", status="shared", audience=Audience.PUBLIC, lesson="Ünder 100%_ of it."), 3),
        at(lesson("c", recommendation="Walk the ESTATE weekly."), 2),
        at(rechecked(lesson("d", passage()), "westmere", Among(), at=NOW), 4),
    )
    for each in made:
        store.lessons.add(each)

    def found(**filters: object) -> str:
        page = store.lessons.find(LessonFilters(**filters))  # type: ignore[arg-type]
        assert page.total == len(page.lessons)
        return "".join(each.id for each in page.lessons)

    assert found() == "dbca"
    assert found(themes=frozenset({Theme.LEADERSHIP})) == "a"
    assert found(title="OFTEN meet") == "dbca"
    assert found(title="estate") == ""
    assert found(statuses=frozenset({LessonStatus.SHARED, LessonStatus.APPLIED})) == "b"
    assert found(audiences=frozenset({Audience.PUBLIC})) == "b"
    assert found(visit="v1") == "bc"
    assert found(councils=("kent", "Westmere")) == "da"
    assert found(text="estate WALK") == "c"
    assert found(text="100%_") == "b"
    assert found(text="100%%") == ""
    assert found(faulty=True) == "d"
    assert found(text="meet", themes=frozenset({Theme.LEADERSHIP})) == "a"
    assert store.lessons.count_by_theme(LessonFilters()) == {Theme.LEADERSHIP: 1, Theme.CULTURE: 3}


def test_every_lesson_is_on_one_page_and_each_page_says_where_the_next_begins(store: Store) -> None:
    for number in range(7):
        store.lessons.add(at(lesson(f"l{number}"), number // 2))

    seen: list[str] = []
    after: str | None = None
    for _ in range(3):
        page = store.lessons.find(LessonFilters(), limit=3, after=after)
        seen += [each.id for each in page.lessons]
        after = page.after
        assert page.total == 7

    assert after is None
    assert seen == ["l6", "l5", "l4", "l3", "l2", "l1", "l0"]


def test_lessons_are_found_by_what_they_quote(store: Store) -> None:
    store.lessons.add(lesson("a", words(), passage()))
    store.lessons.add(lesson("b", passage()))

    assert [each.id for each in store.lessons.quoting_case_study("westmere")] == ["a", "b"]
    assert store.lessons.quoting_case_study("other") == ()
    assert store.lessons.quoted_case_studies() == {"westmere"}


def test_lessons_whose_review_date_is_over_are_due(store: Store) -> None:
    store.lessons.add(shared_lesson())
    store.lessons.add(lesson("l2", review_on=REVIEW_ON))

    assert [each.id for each in store.lessons.due(REVIEW_ON)] == ["l1"]
    assert store.lessons.due(REVIEW_ON - timedelta(days=1)) == ()


def test_what_its_author_withdraws_is_nowhere_in_the_database_even_where_a_lesson_quotes_it(
    store: Store,
) -> None:
    secret = RECORD.model_copy(update={"id": "r2", "observation": "A SECRET was told."})
    store.records.add(secret)
    quoting = words("A SECRET was told.", record="r2")
    made = lesson("l1", words())
    claim = made.claims[0].model_copy(update={"text": "Once A SECRET was told.", "evidence": (quoting,)})
    store.lessons.add(made.model_copy(update={"claims": (claim,)}))

    gone = record_moved(secret, RecordGesture.WITHDRAW, AUTHOR, at=NOW)
    store.records.change(gone, secret.version)

    with store.database.reading() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [repr(connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()) for table in tables]  # noqa: S608
    assert not [row for row in rows if "SECRET" in row]
    [kept] = store.lessons.find(LessonFilters(faulty=True)).lessons
    assert kept.faults == ("claim 1: record r2 was withdrawn by its author",)
    assert kept.version == 2


def test_the_names_and_councils_behind_a_lesson_are_known_to_whoever_strikes_them_out(store: Store) -> None:
    put(store, WESTMERE)
    store.people.meet(Person(id="u-1", display_name="Ada Quill"))
    store.people.take_part(
        Participant(visit="v1", person="u-1", pseudonym="p-1", council="Northshire Council")
    )
    made = lesson("l1", words(), passage(), attribution=Attribution.CHATHAM_HOUSE, councils=())

    assert store.lessons.names(made) == Names(
        ("Ada Quill",), ("Eastborough", "Northshire", "Northshire Council", "Westmere")
    )
    alone = lesson("l2", passage(), visit=None)
    assert store.lessons.names_of([made, alone]) == {
        "l1": store.lessons.names(made),
        "l2": Names((), ("Westmere",)),
    }
    assert store.lessons.organisations([made]) == {
        "visit v1": ("Eastborough",),
        "case study westmere": ("Westmere",),
    }


def test_a_person_has_one_pseudonym_among_all_lessons_and_leaves_it_behind(store: Store) -> None:
    ann = Person(id="u-1", display_name="Ann")
    store.people.meet(ann)

    assert store.people.byline("u-1", "teal") == "teal"
    assert store.people.byline("u-1", "wren") == "teal"

    assert store.people.behind("teal") == ann
    assert store.people.called("ANN") == store.people.called("u-1") == (ann,)
    store.people.forget("u-1")
    assert store.people.behind("teal") is None
    assert store.people.called("Ann") == ()


def test_a_theme_has_owners(store: Store) -> None:
    for name in ("u-1", "u-2"):
        store.people.meet(Person(id=name, display_name="Ann"))

    assert store.theme_owners.add(Theme.CULTURE, "u-2")
    assert store.theme_owners.add(Theme.CULTURE, "u-1")
    assert not store.theme_owners.add(Theme.CULTURE, "u-1")

    assert store.theme_owners.of(Theme.CULTURE) == ("u-1", "u-2")
    assert store.theme_owners.themes("u-1") == {Theme.CULTURE}
    assert store.theme_owners.remove(Theme.CULTURE, "u-2")
    assert not store.theme_owners.remove(Theme.CULTURE, "u-2")
    store.people.forget("u-1")
    assert store.theme_owners.of(Theme.CULTURE) == ()


def test_an_adoption_is_stored_once_and_of_two_who_change_it_the_second_is_told(store: Store) -> None:
    store.lessons.add(lesson())
    assert store.adoptions.add(adoption(result=None))
    assert not store.adoptions.add(adoption(change="Another"))

    changed = store.adoptions.change(adoption(result="Fewer complaints."), 1)

    with pytest.raises(StaleAdoptionError, match="look again"):
        store.adoptions.change(adoption(result="More."), 1)
    assert (changed.version, changed.result) == (2, "Fewer complaints.")
    assert store.adoptions.of("l1") == store.adoptions.all() == (changed,)
    assert store.adoptions.of("l2") == ()
    assert store.adoptions.count(["l1", "l2"]) == {"l1": 1}


def test_the_first_that_was_said_of_a_commitment_is_found_by_it(store: Store) -> None:
    store.lessons.add(lesson())
    first = adoption("a1", commitment="c1")
    store.adoptions.add(adoption("a2", commitment="c1", created_at=NOW.replace(hour=23)))
    store.adoptions.add(first)
    store.adoptions.add(adoption("a3"))

    assert store.adoptions.of_commitments(["c1", "c2"]) == {"c1": first}
    assert store.adoptions.of_commitments([]) == {}


def test_the_vectors_of_living_lessons_are_kept_for_each_model_until_their_words_change(
    store: Store,
) -> None:
    store.lessons.add(lesson("l1"))
    store.lessons.add(lesson("l2", status="rejected"))
    assert [each.id for each in store.lessons.without_vector("m", 9)] == ["l1"]
    ones, twos = np.ones(3, dtype=np.float32), np.full(3, 2, dtype=np.float32)
    store.lessons.put_vectors("m", [LessonVector("l1", ones), LessonVector("l2", ones)])

    store.lessons.put_vectors("m", [LessonVector("l1", twos)])

    kept = store.lessons.vectors("m")
    assert (kept.lessons, kept.rows.tolist()) == (("l1",), [[2, 2, 2]])
    assert store.lessons.without_vector("m", 9) == ()
    assert (store.lessons.vectors("n").lessons, len(store.lessons.without_vector("n", 9))) == ((), 1)
    store.lessons.change(revised(lesson("l1"), draft(title="Other"), BEN, sources(), at=NOW), 1)
    assert (store.lessons.vectors("m").lessons, len(store.lessons.without_vector("m", 9))) == ((), 1)


def test_a_database_refuses_what_no_lesson_is(store: Store) -> None:
    for impossible in ({"status": LessonStatus.MERGED}, {"superseded_by": "l2"}):
        with pytest.raises(sa.exc.IntegrityError, match=r"merged|superseded"):
            store.lessons.add(lesson().model_copy(update=impossible))

    assert store.lessons.find(LessonFilters()).total == 0


def test_lessons_are_narrowed_to_what_happened_to_them_since_a_day(store: Store) -> None:
    for name, gesture, day in (
        ("old", LessonGesture.SHARE, NOW - timedelta(days=1)),
        ("new", LessonGesture.SHARE, NOW),
        ("checked", LessonGesture.VALIDATE, NOW),
        ("renewed", LessonGesture.RENEW, NOW.replace(hour=0, minute=0)),
    ):
        made = lesson(name)
        step = made.history[0].model_copy(update={"gesture": gesture, "at": day})
        store.lessons.add(made.model_copy(update={"history": (*made.history, step)}))

    def found(shared_since: date | None = None, reviewed_since: date | None = None) -> set[str]:
        since = LessonFilters(shared_since=shared_since, reviewed_since=reviewed_since)
        return {each.id for each in store.lessons.every(since)}

    assert found(shared_since=NOW.date()) == {"new"}
    assert found(shared_since=NOW.date() - timedelta(days=1)) == {"old", "new"}
    assert found(reviewed_since=NOW.date()) == {"checked", "renewed"}
    assert found(reviewed_since=NOW.date() + timedelta(days=1)) == set()
    assert found(shared_since=NOW.date(), reviewed_since=NOW.date()) == set()
