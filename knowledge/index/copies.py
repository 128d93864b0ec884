"""A copy of the database in an index's own form, and how it stays level."""

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
    at: int

    @classmethod
    def open(cls, path: Path, open_index: Callable[[Path], Index], embedder: str, truth: Truth) -> Self:
        """The copy in ``path``, emptied first when it cannot be trusted.

        Raises IndexMismatchError when it was made from another model's vectors.
        """
        folder = SealedFolder(path)
        at = _trusted_up_to(folder, embedder, truth)
        copy = cls(open_index(path), folder, embedder, at)
        copy.seal(truth.identity(), at)  # Opening an index touches its files, which is no damage.
        return copy

    def catch_up(self, truth: Truth) -> None:
        """Take in what changed in the database since."""
        changes = truth.changed_since(self.at)
        if changes.number == self.at:
            return
        gone = (*changes.changed, *changes.removed) if self.at else ()
        self._folder.unseal()
        self.index.replace(gone, truth.entries(changes.changed))
        self.seal(truth.identity(), changes.number)

    def seal(self, database: str, number: int) -> None:
        """Note that the folder holds every change up to this one."""
        self._folder.seal(database, self._embedder, FORM, number)
        self.at = number


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
