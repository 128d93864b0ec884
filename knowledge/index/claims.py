"""One process, one copy of the indexes.

Chroma and Tantivy keep files that two processes must not write together. The first process under a
DATA_DIR takes the first copy, a second one (`peerbot ask` while the bot runs) takes the next, and
each catches up from the database on its own. A claim ends with its process, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge.errors import IndexInUseError


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to one copy, held by a file lock."""

    suffix: str
    """What is added to the names of the folders: "" for the first copy, "-2" for the second."""
    _lock: int
    """The descriptor that holds the lock."""

    @classmethod
    def take(cls, data_dir: Path, copies: int) -> Self:
        """The first of ``copies`` that is free; raises IndexInUseError when none is."""
        data_dir.mkdir(parents=True, exist_ok=True)
        for number in range(1, copies + 1):
            suffix = "" if number == 1 else f"-{number}"
            lock = _lock(data_dir / f"index{suffix}.lock")
            if lock is not None:
                return cls(suffix, lock)
        raise IndexInUseError(f"the indexes in {data_dir} are in use: stop another Peerbot that runs there")

    def release(self) -> None:
        os.close(self._lock)


@contextmanager
def every_copy(data_dir: Path) -> Iterator[None]:
    """While nobody uses any copy; raises IndexInUseError when a process has one."""
    with ExitStack() as held:
        for file in data_dir.glob("index*.lock"):
            lock = _lock(file)
            if lock is None:
                raise IndexInUseError(f"the indexes in {data_dir} are in use: stop every Peerbot there first")
            held.callback(os.close, lock)
        yield


def _lock(file: Path) -> int | None:
    """A descriptor that has the file locked; None when another process has."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
