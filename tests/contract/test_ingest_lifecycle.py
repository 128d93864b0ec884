"""Whatever happens to files in whatever order, the index holds the passages of those there are."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from knowledge.index import PassageIndex
from knowledge.shelf import Shelf
from knowledge.store import open_store
from tests.embedders import WatchedEmbedder
from tests.fixtures.files import PARKS, TREES, Intake, WatchedReader
from tests.index_contents import contents

NAMES = st.sampled_from(["a.md", "b.md", "deep/c.md", "d.md"])
TEXTS = st.sampled_from(
    [
        PARKS,
        TREES,
        PARKS + TREES,
        "Money was saved.\n",
        "# Schools\n\nTwelve schools opened.\n\n# Money\n\nNone was lost.\n",
    ]
)


@dataclass(frozen=True, slots=True)
class Known:
    """What an ingest makes of a file: its content then, and what is kept of it."""

    content: bytes
    kept: str | None


class Files(RuleBasedStateMachine):
    """A folder, the store and the index made of it, and beside them what should be in both."""

    reader: WatchedReader
    database: Path
    places: Iterator[Path]

    def __init__(self) -> None:
        super().__init__()
        self.place = next(self.places)
        self.folder = self.place / "in"
        (self.folder / "deep").mkdir(parents=True)
        shutil.copy(self.database, self.place / "store.sqlite3")
        self.known: dict[str, Known] = {}
        self.broken = 0
        self.open()

    def open(self) -> None:
        self.store = open_store(f"sqlite:///{self.place / 'store.sqlite3'}")
        self.embedder = WatchedEmbedder()
        shelf = Shelf(self.store, self.embedder.name)
        self.index = PassageIndex.open(self.place / "var", shelf, self.embedder.name)

    def close(self) -> None:
        self.index.close()
        self.store.close()

    @property
    def present(self) -> dict[str, bytes]:
        files = sorted(self.folder.rglob("*.md"))
        return {file.relative_to(self.folder).as_posix(): file.read_bytes() for file in files}

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    @precondition(lambda self: self.present)
    @rule(data=st.data())
    def corrupt(self, data: st.DataObject) -> None:
        self.broken += 1
        name = data.draw(st.sampled_from(sorted(self.present)))
        (self.folder / name).write_bytes(b"\0" * self.broken)

    @precondition(lambda self: self.present)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        (self.folder / data.draw(st.sampled_from(sorted(self.present)))).unlink()

    @precondition(lambda self: self.present)
    @rule(data=st.data(), new=NAMES)
    def move(self, data: st.DataObject, new: str) -> None:
        (self.folder / data.draw(st.sampled_from(sorted(self.present)))).replace(self.folder / new)

    @rule()
    def reopen(self) -> None:
        self.close()
        self.open()

    @rule()
    def ingest(self) -> None:
        expected = self.expected()
        ingest = Intake(self.store, self.reader, self.embedder)

        report = ingest(self.folder)

        self.known = expected
        assert report.added + report.changed + report.unchanged + len(report.failed) == len(expected)
        again = ingest(self.folder)
        assert (again.added, again.changed, again.removed, again.embedded) == (0, 0, 0, 0)
        assert [one.path for one in again.failed] == [one.path for one in report.failed]
        self.index.catch_up()
        self.everything_is_level()

    @rule(word=st.sampled_from(["parks", "trees", "money", "schools"]))
    def ask(self, word: str) -> None:
        self.index.catch_up()
        [vector] = self.embedder.encode_query([word])

        hits = [hit.passage for hit in self.index.search(word, vector)]

        found = Shelf(self.store, self.embedder.name).found(hits)
        assert sorted(found) == sorted(hits) == self.passages()

    def expected(self) -> dict[str, Known]:
        """What is there after the next ingest."""
        present = self.present
        vanished = {name: known for name, known in self.known.items() if name not in present}
        return {name: self.expected_of(name, content, vanished) for name, content in present.items()}

    def expected_of(self, name: str, content: bytes, vanished: dict[str, Known]) -> Known:
        if b"\0" not in content:
            return Known(content, content.decode())
        if name in self.known:
            return Known(content, self.known[name].kept)
        moved = [old for old, known in vanished.items() if known.content == content and known.kept]
        return Known(content, vanished.pop(moved[0]).kept if moved else None)

    def everything_is_level(self) -> None:
        kept = {name: known.kept for name, known in self.known.items() if known.kept}
        files = {file.path: file.case_study for file in self.store.source_files.under() if file.case_study}
        stored = self.store.case_studies.texts(files.values())
        assert {path: stored[case_study].strip() for path, case_study in files.items()} == {
            str(self.folder / name): text.strip() for name, text in kept.items()
        }
        assert len(self.store.case_studies.summaries()) == len(kept)
        held = contents(self.index, ())
        assert held.passages == sorted(held.vectors) == self.passages()

    def passages(self) -> list[str]:
        batches = self.store.passages.embedded(self.embedder.name)
        return sorted(each.cited.passage.id for batch in batches for each in batch)

    def teardown(self) -> None:
        self.close()


def test_the_index_holds_exactly_the_passages_of_the_files_there_are(
    tmp_path: Path, reader: WatchedReader, empty_database: Path
) -> None:
    places = (tmp_path / str(number) for number in range(1_000))
    machine = type("FilesHere", (Files,), {"reader": reader, "database": empty_database, "places": places})

    run_state_machine_as_test(
        machine, settings=settings(max_examples=10, stateful_step_count=15, deadline=None)
    )
