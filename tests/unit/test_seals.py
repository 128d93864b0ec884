"""A sealed folder is trusted as long as it is what was sealed, byte for byte."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.index.seals import Seal, SealedFolder

SEAL = "peerbot-seal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as an index might leave it, and sealed."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.bin").write_bytes(b"\x00\x01" * 50)
    (tmp_path / "deep" / "b.bin").write_bytes(b"more")
    (tmp_path / "empty").touch()
    (tmp_path / "writer.lock").touch()
    SealedFolder(tmp_path).seal("database 1", "model@1", "2", 7)
    return tmp_path


def trusted(folder: Path) -> Seal | None:
    return SealedFolder(folder).read()


def test_what_was_sealed_is_trusted_and_says_what_it_holds(folder: Path) -> None:
    seal = trusted(folder)

    assert seal
    assert (seal.database, seal.embedder, seal.form, seal.change_number) == ("database 1", "model@1", "2", 7)
    assert sorted(seal.files) == ["a.bin", "deep/b.bin", "empty"]


def test_a_folder_that_was_never_sealed_or_is_not_there_is_not_trusted(tmp_path: Path) -> None:
    assert trusted(tmp_path) is None
    assert trusted(tmp_path / "nowhere") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_noticed(folder: Path, data: st.DataObject) -> None:
    file = folder / data.draw(st.sampled_from(["a.bin", "deep/b.bin", SEAL]))
    content = file.read_bytes()
    place, bit = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(0, 7))
    file.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])

    seal = trusted(folder)
    file.write_bytes(content)

    assert seal is None
    assert trusted(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_lost_end_is_noticed(folder: Path, data: st.DataObject) -> None:
    file = folder / data.draw(st.sampled_from(["a.bin", "deep/b.bin", SEAL]))
    content = file.read_bytes()
    file.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])

    seal = trusted(folder)
    file.write_bytes(content)

    assert seal is None


@pytest.mark.parametrize("name", ["a.bin", "deep/b.bin", "empty", SEAL])
def test_a_missing_file_is_noticed(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert trusted(folder) is None


def test_a_file_that_was_added_is_noticed(folder: Path) -> None:
    (folder / "deep" / "new").touch()

    assert trusted(folder) is None


def test_lock_files_come_and_go(folder: Path) -> None:
    (folder / "writer.lock").unlink()
    (folder / "deep" / "meta.lock").touch()

    assert trusted(folder)


def test_a_folder_that_is_being_written_is_not_trusted_until_it_is_sealed_again(folder: Path) -> None:
    sealed = SealedFolder(folder)
    sealed.unseal()
    sealed.unseal()
    assert trusted(folder) is None

    (folder / "a.bin").write_bytes(b"new")
    sealed.seal("database 1", "model@1", "2", 8)

    seal = trusted(folder)
    assert seal
    assert seal.change_number == 8


def test_a_change_of_the_same_length_is_sealed_as_it_is(folder: Path) -> None:
    sealed = SealedFolder(folder)
    sealed.seal("database 1", "model@1", "2", 7)
    file = folder / "deep" / "b.bin"
    file.write_bytes(b"less")
    os.utime(file, ns=(1, 1))  # A clock so coarse that it might have stood still would be no excuse.

    sealed.seal("database 1", "model@1", "2", 8)

    assert trusted(folder)


def test_a_seal_that_was_half_written_leaves_the_last_one(folder: Path) -> None:
    (folder / f"{SEAL}.new").write_bytes(b"half")

    assert trusted(folder)


def test_an_emptied_folder_is_there_and_has_nothing_in_it(folder: Path) -> None:
    SealedFolder(folder).clear()
    SealedFolder(folder / "not there yet").clear()

    assert [path.name for path in folder.iterdir()] == ["not there yet"]
    assert trusted(folder) is None
