"""A copy of the database in an index's own form, and how it stays level.

Sealing reads every file that a change touched, so it is no part of catching up, for which a question
may be waiting: whoever has a copy seals it when it is at rest. A process that is killed before that
leaves an unsealed copy, which the next start makes again.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from knowledge.errors import IndexMismatchError
from knowledge.index.entries import FORM, Entry, Truth
from knowledge.index.seals import SealedFolder

log = logging.getLogger(__name__)


class Replaceable(Protocol):
    """What a copy needs of an index."""

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries."""
        ...


Index = TypeVar("Index", bound=Replaceable)


@dataclass(slots=True)
class Copy(Generic[Index]):
    """One index, its sealed folder, and the change number it has reached."""

    index: Index
    _folder: SealedFolder
    _embedder: str
    _database: str
    at: int
    _whole: bool = True
    """Whether it holds what it should; not while changes are being taken in, nor when that went wrong."""
    _sealed: bool = False

    @classmethod
    def open(cls, path: Path, open_index: Callable[[Path], Index], embedder: str, truth: Truth) -> Self:
        """The copy in ``path``, emptied first when it cannot be trusted.

        Raises IndexMismatchError when it was made from another model's vectors.
        """
        folder = SealedFolder(path)
        at = _trusted_up_to(folder, embedder, truth)
        # Opening an index touches its files, which is no damage: it is sealed anew when it is at rest.
        return cls(open_index(path), folder, embedder, truth.identity(), at)

    def catch_up(self, truth: Truth) -> None:
        """Take in what changed in the database since."""
        changes = truth.changed_since(self.at)
        if changes.number == self.at:
            return
        gone = (*changes.changed, *changes.removed) if self.at else ()
        self._folder.unseal()
        self._whole = self._sealed = False
        self.index.replace(gone, truth.entries(changes.changed))
        self.at, self._whole = changes.number, True

    def seal(self) -> None:
        """Note in the folder which changes it holds; nothing to do when it says so already."""
        if self._whole and not self._sealed:
            self._folder.seal(self._database, self._embedder, FORM, self.at)
            self._sealed = True


def _trusted_up_to(folder: SealedFolder, embedder: str, truth: Truth) -> int:
    """The change number the folder has reached; 0 when it had to be emptied."""
    seal = folder.read()
    if seal and seal.database == truth.identity():
        if seal.embedder != embedder:
            raise IndexMismatchError(seal.embedder, embedder)
        if seal.form == FORM and seal.change_number <= truth.change_number():
            return seal.change_number
    if seal and seal.form != FORM:
        log.info("%s was made by another Peerbot: made again from the database", folder.path.name)
    elif seal:
        log.warning("%s is of another database: made again from this one", folder.path.name)
    elif folder.path.exists():
        log.warning("%s is damaged or unfinished: made again from the database", folder.path.name)
    else:
        log.info("%s is not there: made from the database", folder.path.name)
    folder.clear()
    return 0
