"""Both indexes over the real store: filters mean the same, and whatever is typed is plain words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.councils import council_key
from knowledge.dates import first_day, last_day
from knowledge.index import PassageIndex, Ranking
from knowledge.index.terms import AROUND
from knowledge.model import CaseStudy, Filters, Status, Theme
from knowledge.scopes import NETWORK, PUBLIC, facilitators, scope_of, team
from knowledge.store import Store
from tests.contract.store_samples import case_study, put, vector
from tests.fixtures.indexes import DATES, QUESTION, Indexes, passages, read


@pytest.fixture
def store(file_store: Store) -> Store:
    """Of one kind is enough here: the store's own tests hold both kinds to the same."""
    return file_store


def test_an_index_holds_the_passages_of_the_store(level_store: Store, level: PassageIndex) -> None:
    found = read(level)

    assert sorted(found.vectors) == found.passages == passages(level_store)
    assert level.counts() == (len(found.passages), len(found.passages))
    assert len(found.words["trees"]) == 9  # the passages of three case studies


def test_an_index_of_nothing_finds_nothing(store: Store, indexes: Indexes) -> None:
    index = indexes.open(store)

    assert index.search("council", QUESTION) == []
    assert index.search("council", QUESTION, Filters(("Kent",), since="2003")) == []
    assert index.counts() == (0, 0)
    assert index.weights(["council"]) == {"council": pytest.approx(np.log(2))}


def fits(study: CaseStudy, filters: Filters) -> bool:
    """What a filter means, once more and as plainly as can be."""
    known = study.metadata
    councils = {council_key(name) for name in known.councils}
    return (
        (not filters.councils or bool(councils & {council_key(name) for name in filters.councils}))
        and (not filters.themes or bool(set(filters.themes) & set(known.themes)))
        and (filters.scopes is None or scope_of(known, study.status) in filters.scopes)
        and (not filters.statuses or study.status in filters.statuses)
        and speaks_of_that_time(known.as_of, filters)
    )


def speaks_of_that_time(as_of: str | None, filters: Filters) -> bool:
    if not (filters.since or filters.until):
        return True
    if as_of is None:
        return False
    not_before = not filters.since or last_day(as_of) >= first_day(filters.since)
    not_after = not filters.until or first_day(as_of) <= last_day(filters.until)
    return not_before and not_after


SCOPES = (
    PUBLIC,
    NETWORK,
    team("v1"),
    team("v2"),
    team("v"),
    facilitators("v1"),
    facilitators("v2"),
    team(""),
)
FILTERS = st.builds(
    Filters,
    councils=st.lists(
        st.sampled_from(["kent", "Hull City Council", "Brighton and Hove", "York"]), max_size=2
    ).map(tuple),
    themes=st.lists(st.sampled_from(Theme), max_size=2).map(tuple),
    scopes=st.none() | st.frozensets(st.sampled_from(SCOPES), max_size=3),
    statuses=st.lists(st.sampled_from(Status), max_size=2).map(tuple),
    since=st.sampled_from([None, None, *DATES, "2002-12-31", "2010"]),
    until=st.sampled_from([None, None, *DATES, "2003-05-16", "1999"]),
)


@pytest.mark.parametrize("ranking", Ranking)
def test_filters_mean_the_same_in_both_indexes_and_in_the_fused_ranking(
    level_store: Store, level: PassageIndex, ranking: Ranking
) -> None:
    studies = [level_store.case_studies.get(f"study-{number}") for number in range(3 * len(DATES))]

    @settings(max_examples=100)
    @given(FILTERS)
    def hold(filters: Filters) -> None:
        hits = level.search("council", QUESTION, filters, ranking)
        found = {hit.passage.partition(":")[0] for hit in hits}
        assert found == {study.id for study in studies if fits(study, filters)}

    hold()


def test_a_filter_moves_no_score(level: PassageIndex) -> None:
    everywhere = {hit.passage: hit for hit in level.search("council parks", QUESTION, ranking=Ranking.TERMS)}
    filters = Filters(("Hull",), statuses=(Status.PUBLISHED,), since="2001", until="2020")

    narrowed = level.search("council parks", QUESTION, filters, Ranking.TERMS)

    assert 0 < len(narrowed) < len(everywhere)
    for hit in narrowed:
        assert hit.terms == pytest.approx(everywhere[hit.passage].terms)


@pytest.mark.parametrize("ranking", Ranking)
def test_the_passage_with_the_words_and_the_meaning_is_first(level: PassageIndex, ranking: Ranking) -> None:
    hits = level.search("council", QUESTION, ranking=ranking)

    assert hits[0].passage in read(level).words["council"]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_similarity_is_the_cosine(level: PassageIndex) -> None:
    near, *_ = level.search("council", QUESTION, ranking=Ranking.DENSE)
    parks = vector("parks") / np.linalg.norm(vector("parks"))

    hits = {hit.passage: hit.similarity for hit in level.search("parks", QUESTION)}

    assert near.similarity == pytest.approx(1, abs=1e-4)
    assert hits["study-1:8-13"] == pytest.approx(float(parks @ QUESTION), abs=1e-4)


COUNCIL = (
    '"council', "council AND", "NOT council", "(council OR", "label:council", "council:", "+council -parks",
    "council^", "\\council\\", "council?", "\ud800council", "council\0", "council " * 2000,
)  # fmt: skip
NO_COUNCIL = (
    "AND", "*", "coun*", "~2^3", "[a TO b]", "c0uncil's", "", " ", "?!", "a\0b", "図書館", "\U0001f333",
    "x" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "finds"), [*((one, True) for one in COUNCIL), *((one, False) for one in NO_COUNCIL)]
)
def test_whatever_a_person_types_is_plain_words(level: PassageIndex, question: str, *, finds: bool) -> None:
    with_words = {hit.passage for hit in level.search(question, QUESTION) if hit.terms}

    assert (with_words >= read(level).words["council"]) is finds


def test_words_are_found_by_their_stems_and_header(store: Store, indexes: Indexes) -> None:
    put(store, case_study("one", "Partnerships", councils=("Middlesbrough",)))
    index = indexes.open(store)

    for question in ("partnership", "PARTNERSHIPS", "middlesbrough", "About one"):
        [hit] = index.search(question, QUESTION, ranking=Ranking.TERMS)
        assert hit.passage == "one:0-12"
    assert index.search("partridge", QUESTION, ranking=Ranking.TERMS) == []


def test_rare_words_are_more_telling(level: PassageIndex) -> None:
    weights = level.weights(["council", "park", "zebra"])

    assert 0 < weights["council"] < weights["park"] < weights["zebra"]


def test_a_passage_among_all_the_words_is_before_one_among_a_word_repeated(
    store: Store, indexes: Indexes
) -> None:
    put(store, case_study("all", "schools partners money"))
    put(store, case_study("one", "schools schoolyards parks"))
    index = indexes.open(store)

    hits = index.search("schools and partners", QUESTION, ranking=Ranking.TERMS)

    # Each passage is one word: on its own, either "schools" is as near as the other.
    assert [hit.passage.partition(":")[0] for hit in hits] == ["all"] * 3 + ["one"] * 3


def test_words_are_found_so_many_passages_around_and_never_in_another_case_study(
    store: Store, indexes: Indexes
) -> None:
    words = ["alpha", "bravo", "charlie", "delta", "zebra", "echo", "foxtrot", "golf", "hotel"]
    put(store, case_study("a", "kilo lima"))
    put(store, case_study("b", " ".join(words)))
    put(store, case_study("c", "mike november"))
    index = indexes.open(store)

    hits = index.search("zebra", QUESTION, ranking=Ranking.TERMS)

    text = " ".join(words)
    found = {text[slice(*map(int, hit.passage.partition(":")[2].split("-")))] for hit in hits}
    place = words.index("zebra")
    assert found == set(words[place - AROUND : place + AROUND + 1])
    assert {hit.passage.partition(":")[0] for hit in hits} == {"b"}


def test_how_telling_a_word_is_goes_by_the_passages_that_have_it_themselves(
    store: Store, indexes: Indexes
) -> None:
    put(store, case_study("a", "alpha zebra bravo"))
    put(store, case_study("b", "charlie zebra"))
    index = indexes.open(store)

    weights = index.weights(["zebra", "alpha"])

    assert weights == {
        "zebra": pytest.approx(np.log1p(3.5 / 2.5)),
        "alpha": pytest.approx(np.log1p(4.5 / 1.5)),
    }
