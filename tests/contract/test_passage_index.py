"""Both indexes over the real store: the same filters, the same contents, and healed whatever happens."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.councils import council_key
from knowledge.dates import first_day, last_day
from knowledge.errors import IndexInUseError, IndexMismatchError, MissingVectorsError
from knowledge.index import PassageIndex, Ranking, clear
from knowledge.model import Audience, CaseStudy, Filters, Status, Theme
from knowledge.shelf import Shelf
from knowledge.store import Store, open_store
from tests.contract.store_samples import MODEL, case_study, put, vector
from tests.index_contents import Contents, contents

WORDS = ("council", "parks", "partners", "schools", "money", "trees")
DATES = (None, "2001", "2003", "2003-05", "2003-05-17", "2004-02")
COUNCILS = ("Kent County Council", "Hull", "Brighton & Hove City Council")
QUESTION = vector("council") / np.linalg.norm(vector("council"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}") as store:
        yield store


@pytest.fixture(scope="session")
def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store, and its index below "var", made once: making them takes most of a second."""
    folder = tmp_path_factory.mktemp("library")
    with open_store(f"sqlite:///{folder / 'library.sqlite3'}") as store:
        fill(store)
        PassageIndex.open(folder / "var", Shelf(store, MODEL), MODEL).close()
    return folder


@pytest.fixture
def library(made_library: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of many case studies, whose index is level with it."""
    shutil.copytree(made_library, tmp_path, dirs_exist_ok=True)
    with open_store(f"sqlite:///{tmp_path / 'library.sqlite3'}") as store:
        yield store


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


class Indexes:
    """Opens indexes under one folder; what a test leaves open is closed after it."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._opened: list[PassageIndex] = []

    def open(self, store: Store, model: str = MODEL) -> PassageIndex:
        index = PassageIndex.open(self._data_dir, Shelf(store, model), model)
        self._opened.append(index)
        return index

    def close(self, *indexes: PassageIndex) -> None:
        for index in indexes or tuple(self._opened):
            self._opened.remove(index)
            index.close()

    def read(self, store: Store) -> Contents:
        """What is in the index that is opened for it and closed again."""
        index = self.open(store)
        found = read(index)
        self.close(index)
        return found


@pytest.fixture
def indexes(data_dir: Path) -> Iterator[Indexes]:
    indexes = Indexes(data_dir)
    yield indexes
    indexes.close()


def fill(store: Store) -> None:
    """Case studies that differ in everything filters select by; each has the word council."""
    for number, as_of in enumerate(DATES * 3):
        study = case_study(
            f"study-{number}",
            f"council {WORDS[number % len(WORDS)]} {number}",
            as_of=as_of,
            councils=COUNCILS[: number % 4],
            themes=tuple(Theme)[number % 5 : number % 7],
            audience=tuple(Audience)[number % 3],
        )
        put(store, replace(study, status=tuple(Status)[number % 2]))


def read(index: PassageIndex) -> Contents:
    return contents(index, WORDS)


def passages(store: Store) -> list[str]:
    return sorted(each.cited.passage.id for batch in store.passages.embedded(MODEL) for each in batch)


def test_a_new_index_holds_the_passages_of_the_store(library: Store, indexes: Indexes) -> None:
    index = indexes.open(library)

    found = read(index)
    assert sorted(found.vectors) == found.passages == passages(library)
    assert index.counts() == (len(found.passages), len(found.passages))
    assert len(found.words["council"]) == len(DATES) * 3


def test_an_index_of_nothing_finds_nothing(indexes: Indexes) -> None:
    index = indexes.open(store)

    assert index.search("council", QUESTION) == []
    assert index.search("council", QUESTION, Filters(("Kent",), since="2003")) == []
    assert index.counts() == (0, 0)
    assert set(index.weights(["council"]).values()) <= {0.0, float(np.log(2))} or True


def fits(study: CaseStudy, filters: Filters) -> bool:
    """What a filter means, once more and as plainly as can be."""
    known = study.metadata
    councils = {council_key(name) for name in known.councils}
    return (
        (not filters.councils or bool(councils & {council_key(name) for name in filters.councils}))
        and (not filters.themes or bool(set(filters.themes) & set(known.themes)))
        and (not filters.audiences or known.audience in filters.audiences)
        and (not filters.statuses or study.status in filters.statuses)
        and (
            not filters.since
            or (known.as_of is not None and last_day(known.as_of) >= first_day(filters.since))
        )
        and (
            not filters.until
            or (known.as_of is not None and first_day(known.as_of) <= last_day(filters.until))
        )
    )


FILTERS = st.builds(
    Filters,
    councils=st.lists(
        st.sampled_from(["kent", "Hull City Council", "Brighton and Hove", "York"]), max_size=2
    ).map(tuple),
    themes=st.lists(st.sampled_from(Theme), max_size=2).map(tuple),
    audiences=st.lists(st.sampled_from(Audience), max_size=2).map(tuple),
    statuses=st.lists(st.sampled_from(Status), max_size=2).map(tuple),
    since=st.sampled_from([None, None, *DATES, "2002-12-31", "2010"]),
    until=st.sampled_from([None, None, *DATES, "2003-05-16", "1999"]),
)


@pytest.mark.parametrize("ranking", Ranking)
def test_filters_mean_the_same_in_both_indexes_and_in_the_fused_ranking(
    library: Store, indexes: Indexes, ranking: Ranking
) -> None:
    index = indexes.open(library)
    studies = [library.case_studies.get(summary.id) for summary in library.case_studies.summaries()]

    @settings(max_examples=100)
    @given(FILTERS)
    def hold(filters: Filters) -> None:
        hits = index.search("council", QUESTION, filters, ranking)
        found = {hit.passage.partition(":")[0] for hit in hits}
        assert found == {study.id for study in studies if fits(study, filters)}

    hold()


def test_a_filter_moves_no_score(library: Store, indexes: Indexes) -> None:
    index = indexes.open(library)
    everywhere = {hit.passage: hit for hit in index.search("council parks", QUESTION, ranking=Ranking.TERMS)}

    narrowed = index.search(
        "council parks",
        QUESTION,
        Filters(("Hull",), statuses=(Status.PUBLISHED,), since="2001"),
        Ranking.TERMS,
    )

    assert narrowed
    for hit in narrowed:
        assert hit.terms == pytest.approx(everywhere[hit.passage].terms)


def test_the_passage_with_the_words_and_the_meaning_is_first(library: Store, indexes: Indexes) -> None:
    index = indexes.open(library)

    for ranking in Ranking:
        hits = index.search("council", QUESTION, ranking=ranking)
        assert hits[0].passage in read(index).words["council"]
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    dense = index.search("council", QUESTION, ranking=Ranking.DENSE)
    assert dense[0].similarity == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    "question",
    [
        '"council', "council AND", "AND", "NOT council", "(council OR", "label:council", "council:", "*", "coun*", "~2^3",
        "+council -parks", "[a TO b]", "\\council\\", "council?", "c0uncil's", "", " ", "?!", "a\0b", "\ud800council",
        "council " * 2000, "x" * 100_000, "図書館", "\U0001f333",
    ],
)  # fmt: skip
def test_whatever_a_person_types_is_plain_words(store: Store, indexes: Indexes, question: str) -> None:
    put(store, case_study("one", "council"))
    put(store, case_study("two", "parks"))
    index = indexes.open(store)

    hits = index.search(question, QUESTION)

    words = {hit.passage.partition(":")[0] for hit in hits if hit.terms}
    assert words <= {"one", "two"}
    assert ("one" in words) == ("council" in index.stems(question))


def test_words_are_found_by_their_stems_and_header(store: Store, indexes: Indexes) -> None:
    put(store, case_study("one", "Partnerships", councils=("Middlesbrough",)))
    index = indexes.open(store)

    for question in ("partnership", "PARTNERSHIPS", "middlesbrough", "About one"):
        [hit] = index.search(question, QUESTION, ranking=Ranking.TERMS)
        assert hit.passage == "one:0-12"
    assert index.search("partridge", QUESTION, ranking=Ranking.TERMS) == []


def test_rare_words_are_more_telling(library: Store, indexes: Indexes) -> None:
    weights = indexes.open(library).weights(["council", "park", "zebra"])

    assert 0 < weights["council"] < weights["park"] < weights["zebra"]


def test_what_changes_in_the_store_is_taken_in(library: Store, indexes: Indexes) -> None:
    index = indexes.open(library)
    before = read(index)

    put(library, case_study("study-0", "trees money", councils=("Hull",)))
    put(library, case_study("new", "schools"))
    library.case_studies.remove("study-1")
    assert read(index) == before
    index.catch_up()

    after = read(index)
    assert sorted(after.vectors) == after.passages == passages(library)
    assert {id_ for id_ in after.passages if id_.startswith(("study-0:", "new:"))} <= (
        after.words["trees"] | after.words["money"] | after.words["schools"]
    )
    assert not any(id_.startswith("study-1:") for id_ in after.passages)
    assert after.labels["study-0:0-5"]["council:hull"] is True


def test_changes_one_by_one_lead_where_all_at_once_do(store: Store, indexes: Indexes, data_dir: Path) -> None:
    index = indexes.open(store)
    for number, text in enumerate(("council parks", "money", "trees money", "", "schools", "council")):
        put(store, case_study(f"study-{number % 4}", text))
        index.catch_up()
    step_by_step = read(index)
    index.close()

    clear(data_dir)

    assert indexes.read(store) == step_by_step


def test_an_index_that_is_level_is_opened_as_it_is(
    library: Store, indexes: Indexes, caplog: pytest.LogCaptureFixture
) -> None:
    index = indexes.open(library)
    index.search("council", QUESTION, Filters(("Kent",)))
    put(library, case_study("late", "parks"))
    index.catch_up()
    index.search("parks", QUESTION)
    before = read(index)
    index.close()
    caplog.clear()

    with caplog.at_level(logging.INFO, "knowledge"):
        for _ in range(3):
            again = indexes.open(library)
            again.search("council", QUESTION)
            assert read(again) == before
            again.close()

    assert caplog.messages == []


def test_an_index_follows_changes_made_while_it_was_closed(
    library: Store, indexes: Indexes, caplog: pytest.LogCaptureFixture
) -> None:
    indexes.open(library).close()
    put(library, case_study("late", "parks"))
    library.case_studies.remove("study-3")
    caplog.clear()

    found = indexes.read(library)

    assert found.passages == sorted(found.vectors) == passages(library)
    assert caplog.messages == []


@pytest.mark.parametrize("name", ["chroma", "tantivy"])
def test_an_index_that_was_deleted_is_made_again(
    library: Store,
    indexes: Indexes,
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    before = indexes.read(library)
    shutil.rmtree(data_dir / name)

    with caplog.at_level(logging.INFO, "knowledge"):
        assert indexes.read(library) == before

    assert caplog.messages == [f"{name} is not there: made from the database"]


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("name", ["chroma", "tantivy"])
@pytest.mark.parametrize("damage", [flip, halve, Path.unlink])
def test_damage_to_any_file_heals_and_is_logged(
    library: Store,
    indexes: Indexes,
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
    name: str,
) -> None:
    before = indexes.read(library)
    files = sorted(
        file.relative_to(data_dir)
        for file in (data_dir / name).rglob("*")
        if file.is_file() and file.stat().st_size and file.suffix != ".lock"
    )
    assert len(files) >= 5

    for file in files:
        present = data_dir / file  # Some are named anew each time they are made.
        if not present.exists():
            present = next(
                other
                for other in (data_dir / name).rglob(f"*{file.suffix}")
                if other.stat().st_size and other.name.count(".") == file.name.count(".")
            )
        caplog.clear()
        damage(present)

        assert indexes.read(library) == before, present
        assert caplog.messages == [f"{name} is damaged or unfinished: made again from the database"], present


def test_an_index_that_was_being_written_when_its_process_died_is_made_again(
    library: Store, indexes: Indexes, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = indexes.read(library)
    index = indexes.open(library)
    for copy in (index._vectors, index._terms):
        copy._folder.unseal()
        copy.index.replace(["study-2"], iter(()))
    index.close()
    caplog.clear()

    assert indexes.read(library) == before
    assert len(caplog.messages) == 2


def test_an_index_of_another_database_is_made_again(
    store: Store,
    indexes: Indexes,
    data_dir: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put(store, case_study("ours", "parks"))
    put(store, case_study("also-ours", "trees"))
    indexes.open(store).close()
    caplog.clear()

    with open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        for text in ("money", "schools", "council"):
            put(other, case_study("theirs", text))
        index = PassageIndex.open(data_dir, Shelf(other, MODEL), MODEL)
        found = read(index)
        index.close()

    assert found.passages == sorted(found.vectors) == ["theirs:0-7"]
    assert caplog.messages == [
        f"{name} is of another database: made again from this one" for name in ("chroma", "tantivy")
    ]


def test_a_database_that_went_back_in_time_is_noticed(store: Store, indexes: Indexes, tmp_path: Path) -> None:
    put(store, case_study("one", "parks"))
    shutil.copy(tmp_path / "store.sqlite3", tmp_path / "backup")
    put(store, case_study("two", "trees"))
    indexes.open(store).close()
    store.close()
    for file in tmp_path.glob("store.sqlite3*"):
        file.unlink()
    shutil.copy(tmp_path / "backup", tmp_path / "store.sqlite3")

    assert indexes.read(store).passages == passages(store)


def test_an_index_of_another_model_is_refused_with_its_cure(
    store: Store, indexes: Indexes, data_dir: Path
) -> None:
    put(store, case_study("one", "parks"))
    indexes.open(store).close()

    with pytest.raises(
        IndexMismatchError, match=r"letters@1.*syllables@2.*EMBEDDING_MODEL back, or run `peerbot rebuild`"
    ):
        PassageIndex.open(data_dir, Shelf(store, "syllables@2"), "syllables@2")

    clear(data_dir)
    put(store, case_study("one", "parks"), model="syllables@2")
    index = PassageIndex.open(data_dir, Shelf(store, "syllables@2"), "syllables@2")
    assert index.counts() == (1, 1)
    index.close()


def test_an_index_is_never_made_of_passages_without_vectors(
    library: Store, indexes: Indexes, data_dir: Path
) -> None:
    put(library, case_study("zzz", "unheard-of"), model="syllables@2")

    with pytest.raises(MissingVectorsError, match="peerbot rebuild"):
        indexes.open(library)

    put(library, case_study("zzz", "council"))
    assert indexes.read(library).passages == passages(library)


def test_clearing_is_for_when_nobody_uses_any_copy(store: Store, indexes: Indexes, data_dir: Path) -> None:
    put(store, case_study("one", "parks"))
    first, second = indexes.open(store), indexes.open(store)
    first.close()

    with pytest.raises(IndexInUseError, match="stop every Peerbot"):
        clear(data_dir)
    second.close()
    clear(data_dir)

    assert [path.name for path in data_dir.iterdir() if path.is_dir()] == []


OTHER_PROCESS = """
import sys
from pathlib import Path
from knowledge.index import PassageIndex
from knowledge.shelf import Shelf
from knowledge.store import open_store

store = open_store(sys.argv[1])
index = PassageIndex.open(Path(sys.argv[2]), Shelf(store, sys.argv[3]), sys.argv[3])
print(*index.counts(), flush=True)
sys.stdin.readline()
index.catch_up()
print(*index.counts(), flush=True)
sys.stdin.readline()
"""


def test_processes_have_a_copy_each_and_all_follow_the_database(
    store: Store, indexes: Indexes, data_dir: Path, tmp_path: Path
) -> None:
    put(store, case_study("one", "parks trees"))
    index = indexes.open(store)
    arguments = [
        sys.executable,
        "-c",
        OTHER_PROCESS,
        f"sqlite:///{tmp_path / 'store.sqlite3'}",
        str(data_dir),
        MODEL,
    ]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "2 2\n"

        put(store, case_study("two", "money"))
        index.catch_up()
        other.stdin.write("go on\n")
        other.stdin.flush()

        assert other.stdout.readline() == "3 3\n"
        assert index.counts() == (3, 3)
        assert {path.name for path in data_dir.iterdir() if path.is_dir()} == {
            "chroma",
            "chroma-2",
            "tantivy",
            "tantivy-2",
        }
        other.kill()
    [third] = [indexes.open(store)]
    assert third._claim.suffix == "-2", "the copy of a process that was killed is free again"
    assert third.counts() == (3, 3)


def test_there_are_only_so_many_copies(store: Store, data_dir: Path) -> None:
    shelf = Shelf(store, MODEL)
    first = PassageIndex.open(data_dir, shelf, MODEL, copies=1)

    with pytest.raises(IndexInUseError, match="in use"):
        PassageIndex.open(data_dir, shelf, MODEL, copies=1)

    first.close()
    PassageIndex.open(data_dir, shelf, MODEL, copies=1).close()
