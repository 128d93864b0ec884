"""Whatever happens to files in whatever order, the store holds what they gave and nothing else."""

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge.store import Store
from knowledge.store.tables import case_studies, originals, vectors
from tests.contract.store_samples import MODEL, case_study, digest, put, source

PATHS = st.sampled_from(["/a.md", "/b.md", "/c.md", "/d.md"])
NAMES = st.sampled_from(["kent", "medway", "bexley"])
TEXTS = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=3).map(" ".join)


class Library(RuleBasedStateMachine):
    """A store, and beside it two dictionaries that say what should be in it."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.files: dict[str, str | None] = {}
        self.number = self.store.case_studies.change_number()
        self.followed: set[str] = set()

    @rule(path=PATHS, name=NAMES, text=TEXTS)
    def read(self, path: str, name: str, text: str) -> None:
        put(self.store, case_study(name, text), path)
        before = self.files.get(path)
        self.texts[name] = text
        self.files[path] = name
        self.drop_unless_a_file_gives(before)

    @rule(path=PATHS)
    def fail_to_read(self, path: str) -> None:
        self.store.source_files.failed(source(path, "broken", reason="truncated"))
        self.files.setdefault(path, None)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        assert self.store.case_studies.remove(name) == (name in self.texts)
        self.texts.pop(name, None)
        self.files = {path: given for path, given in self.files.items() if given != name}

    @rule(path=PATHS)
    def lose(self, path: str) -> None:
        assert self.store.source_files.forget(path) == (path in self.files)
        self.drop_unless_a_file_gives(self.files.pop(path, None))

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        new = data.draw(PATHS.filter(lambda path: path != old))
        self.store.source_files.moved(old, new)
        overwritten = self.files.pop(new, None)
        self.drop_unless_a_file_gives(overwritten)
        self.files[new] = self.files.pop(old)

    def drop_unless_a_file_gives(self, name: str | None) -> None:
        if name is not None and name not in self.files.values():
            del self.texts[name]

    @invariant()
    def the_store_holds_these_texts_and_files(self) -> None:
        assert self.store.case_studies.texts(["kent", "medway", "bexley"]) == self.texts
        assert {file.path: file.case_study for file in self.store.source_files.under()} == self.files

    @invariant()
    def passages_vectors_and_originals_are_those_of_the_case_studies_there_are(self) -> None:
        words = [word for text in self.texts.values() for word in text.split()]
        with self.store.database.reading() as connection:
            keys = connection.scalars(sa.select(vectors.c.vector_key)).all()
            files = connection.scalars(sa.select(originals.c.file_hash)).all()

        assert sorted(keys) == sorted({digest(word) for word in words})
        assert sorted(files) == sorted({digest(text) for text in self.texts.values()})
        found = [each.cited.text for batch in self.store.passages.embedded(MODEL, batch=2) for each in batch]
        assert sorted(found) == sorted(words)

    @invariant()
    def following_the_changes_leads_here(self) -> None:
        seen = self.store.case_studies.changed_since(self.number)
        assert seen.number >= self.number
        self.followed = (self.followed | set(seen.changed)) - set(seen.removed)
        self.number = seen.number
        assert self.followed == set(self.texts)

    def teardown(self) -> None:
        for name in self.texts:
            self.store.case_studies.remove(name)
        for file in self.store.source_files.under():
            self.store.source_files.forget(file.path)
        with self.store.database.reading() as connection:
            assert connection.execute(sa.select(case_studies.c.id)).all() == []


def test_the_store_holds_what_the_files_gave_and_nothing_else(store: Store) -> None:
    machine = type("LibraryOfThisStore", (Library,), {"store": store})
    quick = settings(
        max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(machine, settings=quick)
