"""Files become what can be found, and stay level with it, whatever happens to them in between."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from embeddings import Embedded, Embedder, EmbeddingError, Stretch
from knowledge.errors import IndexMismatchError
from knowledge.index import PassageIndex
from knowledge.ingest import EMBEDDER, Ingester, IngestReport, keep
from knowledge.model import CaseStudy, Metadata
from knowledge.passages import LIMIT
from knowledge.preparing import Prepared, prepare
from knowledge.reading.metadata import NOTHING
from knowledge.reembedding import reembed
from knowledge.scopes import scope_of, team
from knowledge.shelf import Shelf
from knowledge.store import Deed, SourceFile, Store, open_store
from tests.embedders import HashedEmbedder, WatchedEmbedder
from tests.fixtures.files import NOW, PARKS, SIZE_LIMIT_BYTES, TREES, Intake, WatchedReader
from tests.index_contents import Contents, contents
from tests.patience import PATIENCE
from tests.visit_samples import visit

WORDS = ("parks", "trees", "money", "schools")


@pytest.fixture
def store(file_store: Store) -> Store:
    """Of one kind is enough here: the store's own tests hold both kinds to the same."""
    return file_store


def counts(report: IngestReport) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed, len(report.failed)


def texts(store: Store) -> dict[str, str]:
    """What the store has of each file, by its name."""
    files = {file.case_study: Path(file.path).name for file in store.source_files.under() if file.case_study}
    return {files[id_]: text for id_, text in store.case_studies.texts(files).items()}


def index_of(store: Store, data_dir: Path) -> Contents:
    index = PassageIndex.open(data_dir, Shelf(store, "hashed@1"), "hashed@1")
    try:
        return contents(index, WORDS)
    finally:
        index.close()


def passages(store: Store) -> list[str]:
    return sorted(each.cited.passage.id for batch in store.passages.embedded("hashed@1") for each in batch)


def test_files_become_case_studies_with_their_passages(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "parks.md").write_text(PARKS)
    (folder / "deep").mkdir()
    (folder / "deep" / "trees.md").write_text(TREES)

    report = ingest(folder)

    assert counts(report) == (2, 0, 0, 0, 0)
    assert (report.passages, report.embedded, len(ingest.embedded)) == (3, 3, 3)
    parks, trees = store.case_studies.summaries()
    assert (parks.metadata.title, parks.passages) == ("Parks", 2)
    assert (trees.metadata.title, trees.path) == ("Trees", str(folder / "deep" / "trees.md"))
    assert store.case_studies.original(parks.id) == PARKS.encode()
    assert store.facts.get(EMBEDDER) == "hashed@1"


def test_a_second_time_costs_no_reading_and_no_embedding(
    ingest: Intake, folder: Path, store: Store, reader: WatchedReader
) -> None:
    (folder / "parks.md").write_text(PARKS)
    (folder / "empty.md").touch()
    first = ingest(folder)
    before, number = texts(store), store.case_studies.change_number()
    reader.read_files, _ = [], ingest.embedded

    second = ingest(folder)

    assert counts(first) == (1, 0, 0, 0, 1)
    assert counts(second) == (0, 0, 1, 0, 1)
    assert second.failed == first.failed
    assert (second.passages, second.embedded, ingest.embedded, reader.read_files) == (0, 0, [], [])
    assert (texts(store), store.case_studies.change_number()) == (before, number)


def test_a_changed_file_embeds_only_the_passages_that_are_new(
    ingest: Intake, folder: Path, store: Store
) -> None:
    file = folder / "parks.md"
    file.write_text(PARKS)
    ingest(folder)
    [before] = store.case_studies.summaries()
    assert len(ingest.embedded) == 2

    file.write_text(PARKS.replace("little money", "no money"))
    report = ingest(folder)

    assert counts(report) == (0, 1, 0, 0, 0)
    assert (report.passages, report.embedded) == (2, 1)
    [embedded] = ingest.embedded
    assert embedded.endswith("They cost no money.")
    [after] = store.case_studies.summaries()
    assert after.id == before.id


def test_the_same_passage_in_two_files_is_embedded_once(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "one.md").write_text(PARKS)
    (folder / "two.md").write_text(PARKS)

    report = ingest(folder)

    assert counts(report) == (2, 0, 0, 0, 0)
    assert (report.passages, report.embedded, len(ingest.embedded)) == (4, 2, 2)
    assert store.passages.count() == 4


def test_what_is_gone_from_a_folder_is_gone_everywhere(
    ingest: Intake, folder: Path, store: Store, tmp_path: Path
) -> None:
    (folder / "parks.md").write_text(PARKS)
    (folder / "trees.md").write_text(TREES)
    ingest(folder)
    assert index_of(store, tmp_path / "var").words["trees"]

    (folder / "trees.md").unlink()
    report = ingest(folder)

    assert counts(report) == (0, 0, 1, 1, 0)
    assert list(texts(store)) == ["parks.md"]
    found = index_of(store, tmp_path / "var")
    assert found.passages == sorted(found.vectors) == passages(store)


def test_other_folders_and_single_files_leave_the_rest_alone(
    ingest: Intake, folder: Path, store: Store, tmp_path: Path
) -> None:
    other = tmp_path / "in-other"
    other.mkdir()
    for place in (folder, other):
        (place / f"{place.name}.md").write_text(PARKS)
        (place / f"{place.name}-trees.md").write_text(TREES)
        ingest(place)
    (folder / "in.md").unlink()
    (other / "in-other.md").unlink()

    assert counts(ingest(folder / "in-trees.md")) == (0, 0, 1, 0, 0)
    assert len(texts(store)) == 4
    assert counts(ingest(folder)) == (0, 0, 1, 1, 0)
    assert sorted(texts(store)) == ["in-other-trees.md", "in-other.md", "in-trees.md"]


def test_a_moved_file_is_known_by_its_content(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder, councils=["Kent"])
    [before] = store.case_studies.summaries()
    assert ingest.embedded

    (folder / "deep").mkdir()
    (folder / "parks.md").rename(folder / "deep" / "green.md")
    report = ingest(folder)

    assert counts(report) == (0, 0, 1, 0, 0)
    assert ingest.embedded == []
    [after] = store.case_studies.summaries()
    assert (after.id, after.path) == (before.id, str(folder / "deep" / "green.md"))
    assert after.metadata.councils == ("Kent",)


def test_what_comes_to_the_place_of_a_moved_file_is_a_case_study_of_its_own(
    ingest: Intake, folder: Path, store: Store
) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder)
    (folder / "parks.md").rename(folder / "green.md")
    ingest(folder)
    [moved] = store.case_studies.summaries()
    (folder / "green.md").write_text(PARKS + "\nMore of it.\n")
    (folder / "parks.md").write_text(PARKS)

    ingest(folder)

    by_path = {Path(summary.path or "").name: summary.id for summary in store.case_studies.summaries()}
    assert by_path.keys() == {"green.md", "parks.md"}
    assert by_path["green.md"] == moved.id
    assert store.case_studies.get(by_path["green.md"]).text.endswith("More of it.")
    assert not store.case_studies.get(by_path["parks.md"]).text.endswith("More of it.")


def test_a_file_copied_is_a_case_study_of_its_own(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder)
    shutil.copy(folder / "parks.md", folder / "copy.md")

    report = ingest(folder)

    assert counts(report) == (1, 0, 1, 0, 0)
    assert report.embedded == 0
    assert len({summary.id for summary in store.case_studies.summaries()}) == 2


def test_one_file_is_one_case_study_from_wherever_it_is_named(
    ingest: Intake, folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder)
    (folder.parent / "elsewhere").mkdir()
    monkeypatch.chdir(folder.parent / "elsewhere")

    assert counts(ingest(Path("../in"))) == (0, 0, 1, 0, 0)
    assert counts(ingest(Path("../elsewhere/../in/parks.md"))) == (0, 0, 1, 0, 0)
    assert counts(ingest(Path("../in/parks.md"), folder)) == (0, 0, 1, 0, 0)
    assert len(store.case_studies.summaries()) == 1


def test_what_was_said_of_a_file_is_kept_until_something_else_is_said(
    ingest: Intake, folder: Path, store: Store
) -> None:
    file = folder / "parks.md"
    file.write_text(PARKS)

    def known() -> tuple[str, tuple[str, ...], str | None]:
        [summary] = store.case_studies.summaries()
        return summary.metadata.title, summary.metadata.councils, summary.metadata.as_of

    ingest(folder, councils=["Kent"], as_of="2003")
    assert known() == ("Parks", ("Kent",), "2003")
    assert counts(ingest(folder)) == (0, 0, 1, 0, 0)
    assert counts(ingest(folder, councils=["Kent"])) == (0, 0, 1, 0, 0)

    file.write_text(PARKS + "\nMore.\n")
    assert counts(ingest(folder)) == (0, 1, 0, 0, 0)
    assert known() == ("Parks", ("Kent",), "2003")

    assert counts(ingest(folder, as_of="2004", title="Green")) == (0, 1, 0, 0, 0)
    assert known() == ("Green", ("Kent",), "2004")


def test_what_is_written_beside_a_file_counts_as_part_of_it(
    ingest: Intake, folder: Path, store: Store
) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder)
    beside = folder / "parks.md.meta.yaml"

    for council in ("Kent", "Hull"):
        beside.write_text(f"council: {council}\n")
        assert counts(ingest(folder)) == (0, 1, 0, 0, 0)
        assert store.case_studies.councils() == (council,)
        assert counts(ingest(folder)) == (0, 0, 1, 0, 0)
    beside.unlink()

    assert counts(ingest(folder)) == (0, 1, 0, 0, 0)
    assert store.case_studies.councils() == ()


def test_a_file_that_cannot_be_read_any_more_keeps_what_it_said(
    ingest: Intake, folder: Path, store: Store
) -> None:
    file = folder / "parks.md"
    file.write_text(PARKS)
    ingest(folder)
    before = texts(store)

    file.write_bytes(b"")
    for _ in range(2):
        report = ingest(folder)
        assert counts(report) == (0, 0, 0, 0, 1)
        assert (report.failed[0].path, report.failed[0].reason[:32]) == (
            str(file),
            "parks.md has no words in it. Che",
        )
        assert texts(store) == before

    file.write_text(PARKS)
    assert counts(ingest(folder)) == (0, 1, 0, 0, 0)
    assert texts(store) == before


def test_one_bad_file_stops_no_other(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "a.md").write_bytes(b"")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "c.md").write_text(PARKS)
    (folder / "c.md.meta.yaml").write_text("theme: nothing we know\n")
    (folder / "d.txt").write_bytes(b"\x00\x01" * 600_000)
    (folder / "e.md").write_text(TREES)

    report = ingest(folder)

    assert counts(report) == (1, 0, 0, 0, 4)
    assert [Path(failure.path).name for failure in report.failed] == ["a.md", "b.pdf", "c.md", "d.txt"]
    assert all(failure.reason.startswith(Path(failure.path).name) for failure in report.failed)
    assert list(texts(store)) == ["e.md"]


def test_a_file_from_a_visit_that_there_is_not_is_read_once_there_is(
    ingest: Intake, folder: Path, store: Store
) -> None:
    file = folder / "parks.md"
    file.write_text(PARKS)

    report = ingest(folder, audience="visit team", visit="v1")

    assert counts(report) == (0, 0, 0, 0, 1)
    assert report.failed[0].reason == (
        "parks.md was not read because of what is written about it: "
        "there is no visit 'v1': `peerbot visit list` shows those there are."
    )
    store.visits.add(visit(), Deed("u", NOW, "planned"))
    assert counts(ingest(folder, audience="visit team", visit="v1")) == (1, 0, 0, 0, 0)
    [kept] = store.case_studies.summaries()
    assert scope_of(kept.metadata, kept.status) == team("v1")


def test_a_file_that_was_named_is_refused_by_name(ingest: Intake, folder: Path) -> None:
    (folder / "photo.png").write_bytes(b"\x89PNG")

    report = ingest(folder / "photo.png", folder / "nowhere.md")

    assert counts(report) == (0, 0, 0, 0, 2)
    assert sorted(failure.reason.partition(" ")[0] for failure in report.failed) == [
        "nowhere.md",
        "photo.png",
    ]


def test_a_reader_that_died_is_tried_again_next_time(
    ingest: Intake, folder: Path, store: Store, reader: WatchedReader
) -> None:
    (folder / "parks.md").write_text(PARKS)
    (folder / "empty.md").touch()
    reader.crashing = {"parks.md"}
    assert counts(ingest(folder)) == (0, 0, 0, 0, 2)
    assert counts(ingest(folder)) == (0, 0, 0, 0, 2)

    reader.crashing = set()
    assert counts(ingest(folder)) == (1, 0, 0, 0, 1)

    assert reader.read_files == ["empty.md", "parks.md", "parks.md", "parks.md"]
    assert list(texts(store)) == ["parks.md"]


def test_a_name_need_not_be_text(ingest: Intake, folder: Path, store: Store) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    (folder / name).write_text("Kent opened parks.\n")

    assert counts(ingest(folder)) == (1, 0, 0, 0, 0)
    assert counts(ingest(folder)) == (0, 0, 1, 0, 0)
    (folder / name).unlink()
    assert counts(ingest(folder)) == (0, 0, 0, 1, 0)
    assert texts(store) == {}


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_any_order_gives_the_same_store_and_the_same_index(
    ingest: Intake, folder: Path, tmp_path: Path, empty_database: Path, order: Sequence[str]
) -> None:
    for name, text in zip("abc", (PARKS, TREES, PARKS + TREES), strict=True):
        (folder / f"{name}.md").write_text(text)
    ingest(folder)
    at_once = index_of(ingest.store, tmp_path / "at-once")

    shutil.copy(empty_database, tmp_path / "other.sqlite3")
    with open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}") as other:
        for name in order:
            Intake(other, ingest.reader)(folder / f"{name}.md")
            found = index_of(other, tmp_path / "one-by-one")
        assert texts(other) == texts(ingest.store)

    assert found == at_once


@dataclass(slots=True)
class FailingEmbedder:
    """An embedder that is stopped in the middle of its work."""

    calls_left: int
    of: Embedder = field(default_factory=HashedEmbedder)
    name: str = "hashed@1"
    dimension: int = 64

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        return self.of.encode_query(texts)

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        if not self.calls_left:
            raise EmbeddingError("out of memory")
        self.calls_left -= 1
        return self.of.encode_document(texts, stretches)


def long_text(name: str, passages: int = 130) -> str:
    return "\n\n".join(f"{name} {number} {'word ' * (LIMIT // 6)}" for number in range(passages))


def test_what_was_done_before_a_failure_is_kept(folder: Path, store: Store, reader: WatchedReader) -> None:
    for name in "abc":
        (folder / f"{name}.md").write_text(long_text(name))
    stopped = Ingester(store, FailingEmbedder(2), reader, lambda: NOW, SIZE_LIMIT_BYTES)

    with pytest.raises(EmbeddingError, match="out of memory"):
        stopped.ingest([folder], NOTHING)
    assert sorted(texts(store)) == ["a.md", "b.md"]

    report = Intake(store, reader)(folder)

    assert counts(report) == (1, 0, 2, 0, 0)
    assert report.embedded == 130


@dataclass
class SlowEmbedder(FailingEmbedder):
    """An embedder that is not done with anything before something else has happened."""

    awaited: Event = field(default_factory=Event)

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        assert self.awaited.wait(PATIENCE)
        return super().encode_document(texts, stretches)


def test_the_next_file_is_read_while_the_model_is_busy(
    folder: Path, store: Store, reader: WatchedReader
) -> None:
    for name in "ab":
        (folder / f"{name}.md").write_text(long_text(name))
    embedder = SlowEmbedder(2)

    def seen(_done: int, _total: int, name: str) -> None:
        if name == "b.md":
            embedder.awaited.set()

    slow = Ingester(store, embedder, reader, lambda: NOW, SIZE_LIMIT_BYTES)

    assert counts(slow.ingest([folder], NOTHING, seen)) == (2, 0, 0, 0, 0)


def test_nothing_is_read_any_more_when_the_model_has_failed(store: Store) -> None:
    failing = SlowEmbedder(0)

    def endless() -> Iterator[Prepared]:
        yield prepared("long", long_text("a"))
        for number in count():
            yield prepared(f"empty {number}", "")
            failing.awaited.set()

    with pytest.raises(EmbeddingError, match="out of memory"):
        keep(endless(), store, failing, lambda: NOW, IngestReport())

    assert texts(store) == {}


def prepared(name: str, text: str) -> Prepared:
    source = SourceFile(f"/made/{name}", name, name, len(text), NOW)
    return prepare(CaseStudy(name, Metadata(name), text), source, text.encode(), new=True)


def test_vectors_of_two_models_are_never_mixed(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "parks.md").write_text(PARKS)
    ingest(folder)
    (folder / "trees.md").write_text(TREES)
    ingest.embedder = WatchedEmbedder(HashedEmbedder(name="hashed@2"))

    with pytest.raises(IndexMismatchError, match=r"hashed@1.*hashed@2.*peerbot rebuild"):
        ingest(folder)

    assert list(texts(store)) == ["parks.md"]
    assert ingest.embedded == []


def test_another_model_embeds_every_passage_again_and_reads_nothing(
    ingest: Intake, folder: Path, store: Store, reader: WatchedReader
) -> None:
    (folder / "parks.md").write_text(PARKS)
    (folder / "trees.md").write_text(TREES)
    ingest(folder)
    keys = [
        stored.vector_key for one in store.case_studies.summaries() for stored in store.passages.of(one.id)
    ]
    reader.read_files, first = [], ingest.embedded
    other = WatchedEmbedder(HashedEmbedder(name="hashed@2"))

    assert reembed(store, other, lambda _done, _total, _name: None) == 3

    assert sorted(other.embedded) == sorted(first)
    assert reader.read_files == []
    assert store.facts.get(EMBEDDER) == "hashed@2"
    assert store.vectors.known("hashed@1", keys) == {}
    assert store.vectors.known("hashed@2", keys).keys() == set(keys)
    assert reembed(store, other, lambda _done, _total, _name: None) == 0
    assert len(other.embedded) == 3


def test_embedding_again_goes_on_where_it_was_stopped(
    folder: Path, store: Store, reader: WatchedReader
) -> None:
    for name in "abcdefgh":
        (folder / f"{name}.md").write_text(long_text(name))
    assert Intake(store, reader)(folder).passages == 1040  # more than one batch of the store
    stopped = FailingEmbedder(1, HashedEmbedder(name="hashed@2"), name="hashed@2")

    with pytest.raises(EmbeddingError, match="out of memory"):
        reembed(store, stopped, lambda _done, _total, _name: None)
    assert store.facts.get(EMBEDDER) == "hashed@1"

    rest = WatchedEmbedder(HashedEmbedder(name="hashed@2"))
    assert reembed(store, rest, lambda _done, _total, _name: None) == len(rest.embedded) == 40


def test_progress_counts_the_files(ingest: Intake, folder: Path, store: Store, reader: WatchedReader) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (folder / name).write_text(PARKS)
    (folder / "b.md").write_bytes(b"")
    told: list[tuple[int, int, str]] = []

    ingest.ingester.ingest([folder], NOTHING, lambda *steps: told.append(steps))

    assert told == [(0, 3, "a.md"), (1, 3, "b.md"), (2, 3, "c.md"), (3, 3, "")]


def test_the_councils_there_are_follow_the_store(ingest: Intake, folder: Path, store: Store) -> None:
    (folder / "parks.md").write_text(PARKS)
    shelf = Shelf(store, "hashed@1")
    assert shelf.councils() == ()

    ingest(folder, councils=["Kent", "Hull"])
    assert shelf.councils() == ("Hull", "Kent")

    (folder / "parks.md").unlink()
    ingest(folder)
    assert shelf.councils() == ()
