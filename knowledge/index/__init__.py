"""Finding passages: vectors in Chroma, words in Tantivy, one ranking of both.

The indexes are copies. The database is the truth, and a change number says how far a copy has come:
``catch_up`` brings it to the present and is cheap when there is nothing new. A copy that is
missing, damaged or was interrupted is made again from the database without embedding anything;
``seal`` is what tells the next start that it was not, so it is called when nothing has changed for a
while and at the end. One process has one copy: see ``claim``.
"""

import shutil
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

from knowledge.index.claims import Claim, every_copy
from knowledge.index.copies import Copy
from knowledge.index.entries import Changes, Entry, Truth, Vector
from knowledge.index.fusion import Hit, Reading, fuse, refine
from knowledge.index.terms import TermIndex, stems
from knowledge.index.vectors import VectorIndex
from knowledge.model import Filters

__all__ = [
    "Changes",
    "Entry",
    "Hit",
    "PassageIndex",
    "Ranking",
    "Reading",
    "Truth",
    "Vector",
    "clear",
    "refine",
    "stems",
]

CANDIDATES = 100  # passages the vectors offer; more change no figure in docs/measurements.md
TERM_CANDIDATES = 1000  # passages the words offer; cheap, and spares a look-up for the vectors' hundred

_HURRIED, _HURRIED_SECONDS = 2, 4.0  # so many questions in so long: a few in a hundred, docs/profile.md
_COMPARED_AT_ONCE = 4  # questions; the rest wait, as they would for a core
COPIES = 16  # processes under one DATA_DIR; more must be a mistake


def clear(data_dir: Path) -> None:
    """Throw every copy of the indexes away; IndexInUseError when a process uses one."""
    with every_copy(data_dir):
        for folder in (*data_dir.glob("chroma*/"), *data_dir.glob("tantivy*/")):
            shutil.rmtree(folder, ignore_errors=True)


class Ranking(StrEnum):
    """How passages are ranked; the last two are there to be measured against."""

    FUSED = "fused"
    DENSE = "dense"
    TERMS = "terms"


@dataclass(slots=True)
class PassageIndex:
    """One ranking over both indexes, kept level with the database."""

    _truth: Truth
    _claim: Claim
    _vectors: Copy[VectorIndex]
    _terms: Copy[TermIndex]
    _catching_up: Lock = field(default_factory=Lock)
    _hurried: deque[float] = field(default_factory=lambda: deque(maxlen=_HURRIED))
    """When changes were last taken in without patience, by the clock of ``monotonic``."""
    _comparing: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_COMPARED_AT_ONCE, thread_name_prefix="comparing")
    )
    """Threads for Chroma, which leaves Python to the caller's while it compares: docs/profile.md."""

    @classmethod
    def open(cls, data_dir: Path, truth: Truth, embedder: str, copies: int = COPIES) -> Self:
        """The indexes under ``data_dir``, level with the database.

        ``embedder`` is the name of the model the database's vectors were made by. Raises
        IndexMismatchError when the indexes hold another model's vectors, and IndexInUseError when
        other processes use all ``copies`` of them.
        """
        with ExitStack() as opened:
            claim = Claim.take(data_dir, copies)
            opened.callback(claim.release)
            chroma, tantivy = data_dir / f"chroma{claim.suffix}", data_dir / f"tantivy{claim.suffix}"
            vectors = Copy.open(chroma, VectorIndex.open, embedder, truth)
            opened.callback(vectors.index.close)
            terms = Copy.open(tantivy, TermIndex, embedder, truth)
            index = cls(truth, claim, vectors, terms)
            index.catch_up()
            opened.pop_all()  # All went well: from here on it is for ``close`` to close.
        return index

    def catch_up(self, *, patiently: bool = True) -> bool:
        """Take in what changed in the database; False, after one small query, when nothing did.

        Not ``patiently``, it is left to whoever is at it already, and False as well; and so it is when others
        without patience have done it several times of late. It takes longer than an answer does, and while
        an ingest changes something all the time, hardly any question should have to wait for it.
        """
        if min(self._vectors.at, self._terms.at) == self._truth.change_number():
            return False
        if not patiently and self._hurried_enough():
            return False
        if not self._catching_up.acquire(blocking=patiently):
            return False
        try:
            self._vectors.catch_up(self._truth)
            self._terms.catch_up(self._truth)
            if not patiently:
                self._hurried.append(monotonic())
        finally:
            self._catching_up.release()
        return True

    def _hurried_enough(self) -> bool:
        return len(self._hurried) == _HURRIED and monotonic() - self._hurried[0] < _HURRIED_SECONDS

    def seal(self) -> None:
        """Note on disk what the indexes hold; it reads every file that changed since the last time."""
        with self._catching_up:
            self._vectors.seal()
            self._terms.seal()

    def search(
        self,
        question: str,
        vector: Vector,
        filters: Filters | None = None,
        ranking: Ranking = Ranking.FUSED,
    ) -> list[Hit]:
        """The passages nearest to a question, best first; ``vector`` is the question's own."""
        filters = filters or Filters()
        if filters.scopes == frozenset():  # Who has no scope sees nothing.
            return []
        dense = ranking is not Ranking.TERMS
        wordy = ranking is not Ranking.DENSE
        compare, look_up = self._vectors.index.nearest, self._terms.index.best
        near = self._comparing.submit(compare, vector, CANDIDATES, filters) if dense else None
        words = look_up(question, TERM_CANDIDATES, filters) if wordy else {}
        return fuse(near.result() if near else {}, words)

    def weights(self, stems: Sequence[str]) -> dict[str, float]:
        """How telling each stem is, over all passages (inverse document frequency)."""
        return self._terms.index.weights(stems)

    def counts(self) -> tuple[int, int]:
        """How many passages each of the two indexes holds: vectors, words."""
        return self._vectors.index.count(), self._terms.index.count()

    def close(self) -> None:
        self._comparing.shutdown()
        try:
            self.seal()
        finally:
            self._vectors.index.close()
            self._claim.release()
