"""The nearest vectors, by Chroma.

Chroma only keeps the vectors we hand it (``embedding_function=None``, always), compares them by
cosine and filters. It sends nothing home and can be deleted at any time. The one thing to remember:
there is a collection for each scope, and a reader's question goes to the collections of the scopes
they have. As a filter a scope would let nearly everything through, which is what costs Chroma most:
of 20,000 passages 55 ms instead of 3 (docs/measurements.md).
"""

import hashlib
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np

from knowledge.index.entries import Entry, Vector, any_of, date_bounds, date_limits
from knowledge.model import Filters, Scope

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client

T = TypeVar("T")

_THERE = 1  # what a label is set to; Chroma has an index on numbers, while it reads through all booleans
_COMPARED = 200  # vectors, for the nearest hundred; with Chroma's own 100 four of these are missed
_BATCH = 1000  # also Chroma's own default before it writes its graph to disk


class VectorIndex:
    """Passages by the direction of their vectors."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        found = client.list_collections()
        self._collections: dict[Scope, Collection] = {
            Scope((one.metadata or {})["scope"]): client.get_collection(one.name, embedding_function=None)
            for one in found
        }

    @classmethod
    def open(cls, folder: Path) -> Self:
        # Not above: it takes a second, and Chroma reads .env as it is imported.
        import chromadb  # noqa: PLC0415
        from chromadb.config import Settings  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        client = chromadb.PersistentClient(str(folder), settings=settings)
        index = cls(cast("Client", client))
        index._settle()
        return index

    def replace(self, case_studies: Sequence[str], entries: Iterator[Sequence[Entry]]) -> None:
        """Forget everything of these case studies, then add the entries."""
        for ids in _batches(case_studies, 100):
            where: Any = {"case_study": {"$in": list(ids)}}
            for collection in self._collections.values():
                collection.delete(where=where)
        for batch in entries:
            for scope, of_scope in groupby(sorted(batch, key=_scope), key=_scope):
                for some in _batches(list(of_scope), _BATCH):
                    self._collection(scope).add(
                        ids=[entry.passage.id for entry in some],
                        embeddings=np.stack([entry.vector for entry in some]),
                        metadatas=[_metadata(entry) for entry in some],
                    )
        self._settle()

    def nearest(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Passage ids and their cosine similarity to ``vector``, the nearest first."""
        searched = [
            collection
            for scope, collection in self._collections.items()
            if filters.scopes is None or scope in filters.scopes
        ]
        where = _where(filters)
        found = (pair for collection in searched for pair in _nearest(collection, vector, limit, where))
        return dict(nlargest(limit, found, key=lambda pair: pair[1]))

    def count(self) -> int:
        return sum(collection.count() for collection in self._collections.values())

    def close(self) -> None:
        self._client.close()

    def _collection(self, scope: Scope) -> "Collection":
        """The collection of a scope, made when there is none yet."""
        if scope not in self._collections:
            self._collections[scope] = self._client.create_collection(
                f"scope-{hashlib.sha256(scope.encode()).hexdigest()[:32]}",  # a visit's id may be no name
                embedding_function=None,
                metadata={"scope": scope},
                configuration={"hnsw": {"space": "cosine", "ef_search": _COMPARED}},
            )
        return self._collections[scope]

    def _settle(self) -> None:
        """Ask something now: the first query after a change writes files, which must be before sealing."""
        for collection in self._collections.values():
            some = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if some is not None and len(some):
                collection.query(query_embeddings=some, n_results=1, include=[])


def _nearest(collection: "Collection", vector: Vector, limit: int, where: Any) -> Iterator[tuple[str, float]]:
    found = collection.query(
        query_embeddings=vector[None, :], n_results=limit, where=where, include=["distances"]
    )
    ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
    return ((id_, 1.0 - distance) for id_, distance in zip(ids, distances, strict=True))


def _scope(entry: Entry) -> Scope:
    return entry.scope


def _metadata(entry: Entry) -> dict[str, Any]:
    """A label becomes a key of its own, so that a passage may have several councils and themes."""
    bounds = date_bounds(entry.metadata)
    dates = {"first_day": bounds[0], "last_day": bounds[1]} if bounds else {}
    return {"case_study": entry.passage.case_study, **dict.fromkeys(entry.labels(), _THERE), **dates}


def _where(filters: Filters) -> Any:
    since, until = date_limits(filters)
    conditions: list[dict[str, Any]] = [
        _any([{label: _THERE} for label in group]) for group in any_of(filters)
    ]
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
