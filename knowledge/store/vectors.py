"""Vectors by the model that made them and the hash of the text they were made from.

Two passages of the same words share one, and a passage that comes back is not embedded again
while any passage has its words.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from knowledge.store.changes import changing
from knowledge.store.engine import Database
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_missing
from knowledge.store.tables import passages, vectors
from knowledge.store.values import PassageVectors

_STORED = sa.select(vectors.c.vector_key).where(
    vectors.c.model == sa.bindparam("model"), vectors.c.vector_key.in_(sa.bindparam("keys", expanding=True))
)
_ASKED_FOR = sa.select(passages.c.vector_key).where(
    passages.c.vector_key.in_(sa.bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """What was embedded once and need not be again."""

    database: Database

    def known(self, model: str, keys: Collection[str]) -> dict[str, PassageVectors]:
        """Those of the vectors that are stored, by key."""
        with self.database.reading() as connection:
            chosen = sa.select(vectors).where(vectors.c.model == model)
            return {
                row.vector_key: passage_vectors_of(row)
                for some in in_lists(sorted(keys))
                for row in connection.execute(chosen.where(vectors.c.vector_key.in_(some)))
            }

    def add(self, model: str, made: Mapping[str, PassageVectors]) -> None:
        """Stores the vectors that some passage asks for and that are not stored yet."""
        with changing(self.database) as connection:
            asked_for = _present(connection, _ASKED_FOR, made)
            add_missing(connection, model, asked_for, made)

    def missing(self, model: str) -> int:
        """How many passages have no vector of ``model``."""
        has_one = sa.exists().where(vectors.c.model == model, vectors.c.vector_key == passages.c.vector_key)
        count = sa.select(sa.func.count()).select_from(passages).where(~has_one)
        with self.database.reading() as connection:
            return connection.execute(count).scalar_one()

    def keep_only(self, model: str) -> None:
        """Deletes the vectors of every other model."""
        with changing(self.database) as connection:
            connection.execute(sa.delete(vectors).where(vectors.c.model != model))


def add_missing(
    connection: sa.Connection, model: str, keys: Collection[str], made: Mapping[str, PassageVectors]
) -> None:
    """Stores the vectors of ``keys`` that are not stored yet; KeyError when one was not made either."""
    missing = set(keys) - _present(connection, _STORED, keys, model=model)
    insert_missing(connection, vectors, [_row(model, key, made[key]) for key in sorted(missing)])


def _present(connection: sa.Connection, among: sa.Select[str], keys: Iterable[str], **given: str) -> set[str]:
    """Those of the ``keys``, as the query calls them, that it gives."""
    lists = in_lists(sorted(keys))
    return {key for some in lists for key in connection.scalars(among, {"keys": some, **given})}


def passage_vectors_of(row: Row) -> PassageVectors:
    """Sentences come back as float32 of unit length."""
    packed = np.frombuffer(row.sentences, dtype=np.int8).reshape(-1, row.dimension).astype(np.float32)
    lengths = np.sqrt(np.square(packed).sum(axis=1, keepdims=True))  # half the time of numpy's norm
    stretches = np.frombuffer(row.stretches, dtype="<i4").reshape(-1, 2).tolist()
    return PassageVectors(
        whole=row.vector,
        stretches=tuple((start, end) for start, end in stretches),
        sentences=packed / np.maximum(lengths, 1),
    )


def _row(model: str, key: str, made: PassageVectors) -> dict[str, Any]:
    return {
        "model": model,
        "vector_key": key,
        "dimension": len(made.whole),
        "vector": made.whole,
        "stretches": np.asarray(made.stretches, dtype="<i4").tobytes(),
        "sentences": _packed(made.sentences).tobytes(),
    }


def _packed(sentences: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """One byte a number, scaled to each row's largest: a quarter of the disk, a cosine within 0.001."""
    largest = np.max(np.abs(sentences), axis=1, keepdims=True, initial=np.finfo(np.float32).tiny)
    scaled: npt.NDArray[np.float32] = np.rint(sentences * (127 / largest))
    return scaled.astype(np.int8)
