"""Indexes are copies of the database: level with it, and made again whatever happens to them."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.errors import IndexInUseError, IndexMismatchError, MissingVectorsError
from knowledge.index import Entry, PassageIndex, clear
from knowledge.model import Filters
from knowledge.shelf import Shelf
from knowledge.store import Store, open_store
from tests.contract.store_samples import MODEL, case_study, put
from tests.fixtures.indexes import QUESTION, Indexes, passages, read


@pytest.fixture
def store(file_store: Store) -> Store:
    """Of one kind is enough here: the store's own tests hold both kinds to the same."""
    return file_store


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
    assert {"study-0:0-5", "study-0:6-11", "new:0-7"} <= set(after.passages)
    assert not any(id_.startswith("study-1:") for id_ in after.passages)
    assert "study-0:0-5" in after.words["trees"]
    assert after.labels["study-0:0-5"]["council:hull"] == 1


def test_who_is_impatient_leaves_a_change_to_whoever_is_at_it(library: Store, indexes: Indexes) -> None:
    index = indexes.open(library)
    put(library, case_study("late", "parks"))

    with index._catching_up:
        assert not index.catch_up(patiently=False)
    assert index.counts() == (len(passages(library)) - 1,) * 2

    assert index.catch_up(patiently=False)
    assert index.counts() == (len(passages(library)),) * 2


def test_while_changes_keep_coming_few_of_the_impatient_take_them_in(
    store: Store, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexes.open(store)
    taken_in = []
    for number, seconds in enumerate((100.0, 101.0, 102.0, 103.9, 104.0)):
        monkeypatch.setattr("knowledge.index.monotonic", lambda seconds=seconds: seconds)
        put(store, case_study(f"study-{number}", "parks"))
        taken_in.append((index.catch_up(patiently=False), index.counts()[0]))

    assert taken_in == [(True, 1), (True, 2), (False, 2), (False, 2), (True, 5)]
    put(store, case_study("study-5", "parks"))
    assert index.catch_up()
    assert index.counts() == (6, 6)


def test_changes_one_by_one_lead_where_all_at_once_do(store: Store, indexes: Indexes, data_dir: Path) -> None:
    index = indexes.open(store)
    for number, text in enumerate(("council parks", "money", "trees money", "", "schools", "council")):
        put(store, case_study(f"study-{number % 4}", text))
        index.catch_up()
    step_by_step = read(index)
    indexes.close(index)

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
    indexes.close(index)

    with caplog.at_level(logging.INFO, "knowledge"):
        for _ in range(3):
            again = indexes.open(library)
            again.search("council", QUESTION)
            assert read(again) == before
            indexes.close(again)

    assert caplog.messages == []


def test_an_index_follows_changes_made_while_it_was_closed(
    library: Store, indexes: Indexes, caplog: pytest.LogCaptureFixture
) -> None:
    put(library, case_study("late", "parks"))
    library.case_studies.remove("study-3")

    found = indexes.read(library)

    assert found.passages == sorted(found.vectors) == passages(library)
    assert caplog.messages == []


@pytest.mark.parametrize("name", ["chroma", "tantivy"])
def test_an_index_that_was_deleted_is_made_again(
    library: Store, indexes: Indexes, data_dir: Path, caplog: pytest.LogCaptureFixture, name: str
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


def files_of(index: Path) -> list[Path]:
    """The files of an index that hold something, in an order that outlives names made up at random."""
    files = [file for file in index.rglob("*") if file.is_file() and file.stat().st_size]
    return sorted(
        files, key=lambda file: (file.suffix, file.name.count("."), len(file.name), file.stat().st_size)
    )


@pytest.mark.parametrize("name", ["chroma", "tantivy"])
@pytest.mark.parametrize("damage", [flip, halve, Path.unlink])
def test_damage_to_any_file_heals_and_is_logged(
    library: Store,
    indexes: Indexes,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
    name: str,
) -> None:
    before = indexes.read(library)
    folder = indexes.data_dir / name
    count = len(files_of(folder))
    assert count >= 5

    for number in range(count):
        file = files_of(folder)[number]
        damage(file)
        caplog.clear()

        assert indexes.read(library) == before, file
        assert caplog.messages == [f"{name} is damaged or unfinished: made again from the database"], file


class BrokenOffError(Exception):
    """Stands for whatever ends a process."""


class BreakingOff(Shelf):
    """Hands over what changed and dies of it."""

    def entries(self, case_studies: Sequence[str]) -> Iterator[Sequence[Entry]]:
        yield from super().entries(case_studies)
        raise BrokenOffError


def test_an_index_that_was_being_written_when_its_process_died_is_made_again(
    library: Store, indexes: Indexes, caplog: pytest.LogCaptureFixture
) -> None:
    index = indexes.open(library)
    before = read(index)
    put(library, case_study("late", "parks"))
    for copy in (index._vectors, index._terms):
        with pytest.raises(BrokenOffError):
            copy.catch_up(BreakingOff(library, MODEL))
    assert read(index) != before
    indexes.close(index)

    found = indexes.read(library)
    assert found.passages == sorted(found.vectors) == passages(library)
    assert caplog.messages == [
        f"{name} is damaged or unfinished: made again from the database" for name in ("chroma", "tantivy")
    ]


def test_what_a_kill_leaves_is_made_again_before_it_was_sealed_and_trusted_after(
    library: Store, indexes: Indexes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = indexes.open(library)
    put(library, case_study("late", "parks"))
    assert index.catch_up()
    unsealed = Indexes(shutil.copytree(indexes.data_dir, tmp_path / "unsealed"))
    assert not index.catch_up()
    index.seal()
    sealed = Indexes(shutil.copytree(indexes.data_dir, tmp_path / "sealed"))
    now = read(index)

    assert sealed.read(library) == now
    assert caplog.messages == []

    assert unsealed.read(library) == now
    assert caplog.messages == [
        f"{name} is damaged or unfinished: made again from the database" for name in ("chroma", "tantivy")
    ]


def test_an_index_in_another_form_is_made_again(
    library: Store, indexes: Indexes, caplog: pytest.LogCaptureFixture
) -> None:
    index = indexes.open(library)
    before = read(index)
    indexes.close(index)
    for copy in (index._vectors, index._terms):
        copy._folder.seal(library.facts.get("identity") or "", MODEL, "1", copy.at)

    with caplog.at_level(logging.INFO, "knowledge"):
        assert indexes.read(library) == before

    assert caplog.messages == [
        f"{name} was made by another Peerbot: made again from the database" for name in ("chroma", "tantivy")
    ]


def test_an_index_of_another_database_is_made_again(
    library: Store, indexes: Indexes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert library.case_studies.change_number() > 2
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        for _ in range(library.case_studies.change_number() + 2):
            put(other, case_study("theirs", "money"))

        found = indexes.read(other)

    assert found.passages == sorted(found.vectors) == ["theirs:0-5"]
    said = [record.getMessage() for record in caplog.records if record.name.startswith("knowledge.index")]
    assert said == [
        f"{name} is of another database: made again from this one" for name in ("chroma", "tantivy")
    ]


def test_a_database_that_went_back_in_time_is_noticed(
    made_library: Path, library: Store, indexes: Indexes, tmp_path: Path
) -> None:
    put(library, case_study("late", "trees"))
    assert "late:0-5" in indexes.read(library).passages
    library.close()
    for file in tmp_path.glob("library.sqlite3*"):
        file.unlink()
    shutil.copy(made_library / "library.sqlite3", tmp_path)

    assert "late:0-5" not in indexes.read(library).passages


def test_an_index_of_another_model_is_refused_with_its_cure(
    store: Store, indexes: Indexes, data_dir: Path
) -> None:
    put(store, case_study("one", "parks"))
    indexes.read(store)
    put(store, case_study("one", "parks"), model="syllables@2")

    with pytest.raises(
        IndexMismatchError, match=r"letters@1, .* syllables@2: set .* back, or run `peerbot rebuild`"
    ):
        indexes.open(store, "syllables@2")

    clear(data_dir)  # what `peerbot rebuild` does first
    assert indexes.open(store, "syllables@2").counts() == (1, 1)


def test_an_index_is_never_made_of_passages_without_vectors(library: Store, indexes: Indexes) -> None:
    before = indexes.read(library)
    put(library, case_study("late", "unheard-of"), model="syllables@2")

    with pytest.raises(MissingVectorsError, match="peerbot rebuild"):
        indexes.open(library)

    library.case_studies.remove("late")
    assert indexes.read(library) == before


def test_clearing_is_for_when_nobody_uses_any_copy(library: Store, indexes: Indexes, data_dir: Path) -> None:
    first, second = indexes.open(library), indexes.open(library)
    indexes.close(first)

    with pytest.raises(IndexInUseError, match="stop every Peerbot"):
        clear(data_dir)

    assert indexes.read(library).passages == passages(library)
    indexes.close(second)
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
        folders = {path.name for path in data_dir.iterdir() if path.is_dir()}
        assert folders == {"chroma", "chroma-2", "tantivy", "tantivy-2"}
        other.kill()
    again = indexes.open(store)
    assert again._claim.suffix == "-2", "the copy of a process that was killed is free again"
    assert again.counts() == (3, 3)


def test_there_are_only_so_many_copies(store: Store, data_dir: Path) -> None:
    shelf = Shelf(store, MODEL)
    first = PassageIndex.open(data_dir, shelf, MODEL, copies=1)

    with pytest.raises(IndexInUseError, match="in use"):
        PassageIndex.open(data_dir, shelf, MODEL, copies=1)

    first.close()
    PassageIndex.open(data_dir, shelf, MODEL, copies=1).close()
