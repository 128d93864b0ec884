"""What is remembered of each file, and what goes when a file goes."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from knowledge.errors import UnknownSourceFileError
from knowledge.store import Store
from tests.contract.store_samples import case_study, digest, put, source


def paths(store: Store) -> list[str]:
    return [file.path for file in store.source_files.under()]


def ids(store: Store) -> list[str]:
    return sorted(summary.id for summary in store.case_studies.summaries())


def test_a_file_comes_back_with_the_case_study_that_was_read_from_it(store: Store) -> None:
    put(store, case_study("kent", "words"))

    [kept] = store.source_files.under("/in/")

    assert kept == replace(source("/in/kent.md", "words"), case_study="kent")
    assert store.source_files.with_content(digest("words")) == (kept,)


def test_files_are_found_by_the_exact_beginning_of_their_path_and_in_its_order(store: Store) -> None:
    for path in ("/in/b.md", "/in/B.md", "/inner/c.md", "/i_/d.md", "library:kent.md", "/in/é.md"):
        put(store, case_study(path, "words"), path)

    assert [file.path for file in store.source_files.under("/in/")] == ["/in/B.md", "/in/b.md", "/in/é.md"]
    assert [file.path for file in store.source_files.under("library:")] == ["library:kent.md"]
    assert [file.path for file in store.source_files.under("/i_/")] == ["/i_/d.md"]


def test_a_file_that_could_not_be_read_is_listed_with_its_reason(store: Store) -> None:
    failed = replace(source("/in/locked.pdf", "%PDF", reason="encrypted"), transient=True)

    store.source_files.failed(failed)

    assert store.source_files.under() == (failed,)
    assert store.case_studies.change_number() == 0


def test_a_file_that_can_no_longer_be_read_keeps_its_earlier_good_version(store: Store) -> None:
    put(store, case_study("kent", "good"))
    broken = source("/in/kent.md", "broken", reason="truncated")

    store.source_files.failed(broken)

    assert store.source_files.under() == (replace(broken, case_study="kent"),)
    assert store.case_studies.get("kent").text == "good"
    assert store.case_studies.original("kent") == b"good"


def test_a_good_reading_clears_the_reason(store: Store) -> None:
    store.source_files.failed(source("/in/kent.md", "broken", reason="truncated"))

    put(store, case_study("kent", "good"))

    assert store.source_files.under() == (replace(source("/in/kent.md", "good"), case_study="kent"),)


def test_a_file_has_a_case_study_or_a_reason(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        store.source_files.failed(source("/in/kent.md", "words"))

    assert paths(store) == []


def test_a_moved_file_keeps_its_case_study_without_a_change(store: Store) -> None:
    put(store, case_study("kent", "words"), "/in/old.md")

    store.source_files.moved("/in/old.md", "/in/new/kent.md")

    assert paths(store) == ["/in/new/kent.md"]
    assert ids(store) == ["kent"]
    assert store.case_studies.change_number() == 1


def test_a_file_moved_over_another_one_replaces_it(store: Store) -> None:
    put(store, case_study("kent", "words"), "/in/old.md")
    put(store, case_study("medway", "other"), "/in/new.md")

    store.source_files.moved("/in/old.md", "/in/new.md")

    assert paths(store) == ["/in/new.md"]
    assert ids(store) == ["kent"]
    assert store.case_studies.changed_since(2).removed == ("medway",)


def test_moving_an_unknown_file_changes_nothing(store: Store) -> None:
    put(store, case_study("kent", "words"))

    with pytest.raises(UnknownSourceFileError, match=r"/in/none\.md"):
        store.source_files.moved("/in/none.md", "/in/kent.md")

    assert (paths(store), ids(store)) == (["/in/kent.md"], ["kent"])


def test_forgetting_a_file_removes_the_case_study_that_only_it_gave(store: Store) -> None:
    put(store, case_study("kent", "words"), "/in/a.md")
    put(store, case_study("kent", "words"), "/in/b.md")

    assert store.source_files.forget("/in/a.md")
    assert ids(store) == ["kent"]
    assert store.source_files.forget("/in/b.md")
    assert ids(store) == []
    assert not store.source_files.forget("/in/b.md")


def test_a_failed_file_that_vanished_is_forgotten(store: Store) -> None:
    store.source_files.failed(source("/in/locked.pdf", "%PDF", reason="encrypted"))

    assert store.source_files.forget("/in/locked.pdf")
    assert paths(store) == []


def test_a_file_that_gives_another_case_study_supplants_the_one_it_gave(store: Store) -> None:
    put(store, case_study("draft", "one"), "/in/kent.md")
    put(store, case_study("shared", "two"), "/in/a.md")
    put(store, case_study("shared", "two"), "/in/b.md")

    put(store, case_study("final", "one"), "/in/kent.md")
    put(store, case_study("other", "three"), "/in/a.md")

    assert ids(store) == ["final", "other", "shared"]
    assert store.case_studies.changed_since(3).removed == ("draft",)
