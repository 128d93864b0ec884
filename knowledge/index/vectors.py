"""The nearest vectors, by Chroma.

Chroma only keeps the vectors we hand it (``embedding_function=None``, always), compares them by
cosine and filters. It sends nothing home and can be deleted at any time.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np

from knowledge.index.entries import Entry, Vector, any_of, date_bounds, date_limits
from knowledge.model import Filters

if TYPE_CHECKING:
    from chromadb.api.client import Client

T = TypeVar("T")

_COLLECTION = "passages"
_BATCH = 1000  # also Chroma's own default before it writes its graph to disk


class VectorIndex:
    """Passages by the direction of their vectors."""

    def __init__(self, client: "Client", embedder: str) -> None:
        self._client = client
        self._collection = client.get_or_create_collection(
            _COLLECTION,
            embedding_function=None,
            metadata={"embedder": embedder},
            configuration={"hnsw": {"space": "cosine"}},
        )

    @classmethod
    def open(cls, folder: Path, embedder: str) -> Self:
        # Not above: it takes a second, and Chroma reads .env as it is imported.
        import chromadb  # noqa: PLC0415
        from chromadb.config import Settings  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        client = chromadb.PersistentClient(str(folder), settings=settings)
        index = cls(cast("Client", client), embedder)
        index._settle()
        return index

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries."""
        for ids in _batches(case_studies, 100):
            named = list(ids)
            where: Any = {"case_study": {"$in": named}}
            self._collection.delete(where=where)
        for batch in entries:
            for some in _batches(batch, _BATCH):
                self._collection.add(
                    ids=[entry.passage.id for entry in some],
                    embeddings=np.stack([entry.vector for entry in some]),
                    metadatas=[_metadata(entry) for entry in some],
                )

        self._settle()

    def nearest(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Passage ids and their cosine similarity to ``vector``, the nearest first."""
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=limit, where=_where(filters), include=["distances"]
        )
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return {id_: 1.0 - distance for id_, distance in zip(ids, distances, strict=True)}

    def count(self) -> int:
        return self._collection.count()

    def close(self) -> None:
        self._client.close()

    def _settle(self) -> None:
        """Ask something now: the first query after a change writes files, which must be before sealing."""
        some = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        if some is not None and len(some):
            self._collection.query(query_embeddings=some, n_results=1, include=[])


def _metadata(entry: Entry) -> dict[str, Any]:
    """A label becomes a key of its own, so that a passage may have several councils and themes."""
    bounds = date_bounds(entry.metadata)
    dates = {"first_day": bounds[0], "last_day": bounds[1]} if bounds else {}
    kept = {"case_study": entry.passage.case_study, "scope": entry.scope}
    return {**kept, **dict.fromkeys(entry.labels(), True), **dates}


def _where(filters: Filters) -> Any:
    since, until = date_limits(filters)
    conditions: list[dict[str, Any]] = [_any([{label: True} for label in group]) for group in any_of(filters)]
    if filters.scopes is not None:
        conditions.append({"scope": {"$in": sorted(filters.scopes)}})
    if since is not None:
        conditions.append({"last_day": {"$gte": since}})
    if until is not None:
        conditions.append({"first_day": {"$lte": until}})
    return None if not conditions else conditions[0] if len(conditions) == 1 else {"$and": conditions}


def _any(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {"$or": conditions}


def _batches(items: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some
