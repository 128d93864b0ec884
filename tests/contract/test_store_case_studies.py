"""A case study goes in whole, comes back whole and leaves nothing behind."""

import re
from collections.abc import Iterator, Mapping

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import AmbiguousCaseStudyError, UnknownCaseStudyError
from knowledge.model import AS_OF, Audience, CaseStudy, Heading, Metadata, Page, Sightings, Status, Theme
from knowledge.scopes import NETWORK, STRANGERS, team
from knowledge.store import PassageVectors, Store
from knowledge.store.tables import metadata as tables
from tests.contract.store_samples import (
    LATER,
    MODEL,
    NOW,
    case_study,
    digest,
    passages_of,
    put,
    source,
    vectors_of,
)

SHARED_STORE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)

STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
WORDS = st.text(STORABLE)
OFFSETS = st.integers(min_value=0, max_value=10**9)
CASE_STUDIES = st.builds(
    CaseStudy,
    id=st.just("any"),
    metadata=st.builds(
        Metadata,
        title=WORDS,
        councils=st.lists(WORDS, max_size=3).map(tuple),
        as_of=st.none() | st.from_regex(AS_OF, fullmatch=True),
        themes=st.lists(st.sampled_from(Theme), unique=True).map(tuple),
        audience=st.sampled_from(Audience),
        source=st.none() | WORDS,
        visit=st.none() | WORDS,
        sightings=st.none() | st.builds(Sightings, st.integers(0, 99), st.integers(0, 99)),
    ),
    text=WORDS,
    headings=st.lists(st.builds(Heading, OFFSETS, OFFSETS, st.integers(1, 6), WORDS), max_size=3).map(tuple),
    pages=st.lists(st.builds(Page, OFFSETS, OFFSETS), max_size=3).map(tuple),
    status=st.sampled_from(Status),
)


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table."""
    with store.database.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in tables.sorted_tables
        }


@SHARED_STORE
@given(study=CASE_STUDIES)
def test_a_case_study_comes_back_as_it_was_put(store: Store, study: CaseStudy) -> None:
    put(store, study)

    assert store.case_studies.get("any") == study
    assert store.case_studies.texts(["any", "none"]) == {"any": study.text}
    assert store.case_studies.known(["any", "none"]) == {"any": (study.metadata, study.status)}


def test_a_list_shows_each_case_study_by_title_without_regard_to_capitals(store: Store) -> None:
    put(store, case_study("1", "one two", title="beta", councils=("Kent",)), "/in/b.md")
    put(store, case_study("2", "", title="Alpha", themes=(Theme.INNOVATION,)), now=LATER)
    put(store, case_study("3", "", title="Gamma"))
    put(store, case_study("1", "one two", title="beta", councils=("Kent",)), "/in/a.md", now=LATER)

    alpha, beta, _gamma = store.case_studies.summaries()

    assert (alpha.id, alpha.metadata.themes, alpha.passages, alpha.path) == (
        "2",
        (Theme.INNOVATION,),
        0,
        "/in/2.md",
    )
    assert (beta.id, beta.metadata.council, beta.passages, beta.characters) == ("1", "Kent", 2, 7)
    assert (beta.path, beta.added_at, beta.changed_at) == ("/in/a.md", NOW, LATER)


def test_the_original_file_is_kept_byte_for_byte(store: Store) -> None:
    content = bytes(range(256)) * 1000
    study = case_study("kent", "words")

    store.case_studies.put(
        study,
        passages_of(study),
        vectors_of("words"),
        model=MODEL,
        source=source("/in/kent.pdf", "words"),
        original=content,
        now=NOW,
    )

    assert store.case_studies.original("kent") == content


def test_a_new_version_replaces_the_whole_of_the_old_one(store: Store) -> None:
    put(store, case_study("kent", "shared old", councils=("Kent", "Medway")))

    changed = case_study("kent", "new shared", councils=("Kent",))
    put(store, changed)

    assert store.case_studies.get("kent") == changed
    assert store.passages.of("kent") == tuple(passages_of(changed))
    assert store.vectors.known(MODEL, [digest("old")]) == {}
    assert len(everything(store)["originals"]) == 1


def test_a_repeated_put_changes_nothing_but_its_number(store: Store) -> None:
    study = case_study("kent", "one two")
    put(store, study)
    before = everything(store)

    put(store, study)

    after = everything(store)
    unnumbered = before.keys() - {"changes", "change_counter"}
    assert {name: after[name] for name in unnumbered} == {name: before[name] for name in unnumbered}


def test_a_put_that_fails_on_the_way_leaves_everything_as_it_was(store: Store) -> None:
    put(store, case_study("kent", "one two"))
    before = everything(store)

    class Unreadable(Mapping[str, PassageVectors]):
        def __getitem__(self, key: str) -> PassageVectors:
            raise OSError("the disk is gone")

        def __iter__(self) -> Iterator[str]:
            raise NotImplementedError

        def __len__(self) -> int:
            raise NotImplementedError

    with pytest.raises(OSError, match="the disk is gone"):
        put(store, case_study("kent", "three four", title="New"), vectors=Unreadable())

    assert everything(store) == before


def test_a_vector_that_nobody_made_is_an_error_and_nothing_is_stored(store: Store) -> None:
    before = everything(store)

    with pytest.raises(KeyError, match=re.escape(digest("two"))):
        put(store, case_study("kent", "one two"), vectors=vectors_of("one"))

    assert everything(store) == before


def test_vectors_that_are_stored_are_not_asked_for_again(store: Store) -> None:
    put(store, case_study("kent", "one two"))

    put(store, case_study("medway", "two one"), vectors={})

    assert store.vectors.missing(MODEL) == 0


def test_removing_a_case_study_leaves_what_others_have_too(store: Store) -> None:
    put(store, case_study("kent", "one two"))
    put(store, case_study("medway", "two three"))
    put(store, case_study("copy", "two three"), "/in/copy.md")

    assert store.case_studies.remove("medway")

    assert [summary.id for summary in store.case_studies.summaries()] == ["copy", "kent"]
    assert store.case_studies.original("copy") == b"two three"
    assert store.vectors.missing(MODEL) == 0
    assert [file.path for file in store.source_files.under("/in/")] == ["/in/copy.md", "/in/kent.md"]


def test_removing_the_last_case_study_leaves_only_its_number(store: Store) -> None:
    empty = everything(store)
    assert store.case_studies.nothing_held()
    put(store, case_study("kent", "one two"))
    assert not store.case_studies.nothing_held()

    assert store.case_studies.remove("kent")
    assert store.case_studies.nothing_held()
    assert not store.case_studies.remove("kent")

    left = everything(store)
    assert left.pop("changes") == [repr(("kent", 2))]
    assert left.pop("change_counter") == [repr((1, 2))]
    assert all(left[name] == empty[name] for name in left)


def test_who_may_read_none_of_the_texts_is_held_nothing(store: Store) -> None:
    put(store, case_study("kent", "one", audience=Audience.NETWORK))
    put(store, case_study("medway", "two", audience=Audience.VISIT_TEAM, visit="v1"))

    readers = (STRANGERS, STRANGERS | {NETWORK}, frozenset({team("v1")}), frozenset({team("v2")}), None)
    assert [store.case_studies.nothing_held(scopes) for scopes in readers] == [
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("use", ["get", "find", "original"])
def test_an_unknown_case_study_is_named_in_the_error(store: Store, use: str) -> None:
    with pytest.raises(UnknownCaseStudyError, match="'kent'"):
        getattr(store.case_studies, use)("kent")


def test_the_beginning_of_an_id_finds_the_only_one_that_begins_so(store: Store) -> None:
    for name in ("ab1", "ab2", "ab", "ABC", "a%c"):
        put(store, case_study(name, "words"))

    assert store.case_studies.find("ab1").id == "ab1"
    assert store.case_studies.find("ab").id == "ab"
    assert store.case_studies.find("A").id == "ABC"
    assert store.case_studies.find("a%").id == "a%c"
    with pytest.raises(AmbiguousCaseStudyError, match="'a'"):
        store.case_studies.find("a")


def test_a_case_study_of_very_many_passages_is_stored_and_removed(store: Store) -> None:
    many = case_study("long", " ".join(f"word{number}" for number in range(3000)))

    put(store, many)

    assert store.passages.count() == 3000
    assert len(store.vectors.known(MODEL, vectors_of(many.text))) == 3000
    assert store.case_studies.remove("long")
    assert everything(store)["vectors"] == []
