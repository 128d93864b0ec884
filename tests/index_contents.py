"""All that the two indexes hold, in a form that can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tantivy import Query

from knowledge.index import PassageIndex
from knowledge.index.terms import TermIndex
from knowledge.model import Filters

EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Contents:
    """Equal for indexes that answer alike."""

    vectors: dict[str, bytes]
    labels: dict[str, dict[str, Any]]
    words: dict[str, frozenset[str]]
    """The passages that have each of some words."""
    passages: list[str]
    """Those the word index has."""


def contents(index: PassageIndex, words: Iterable[str]) -> Contents:
    collections = index._vectors.index._collections
    kept: dict[str, Any] = {
        scope: collection.get(include=["embeddings", "metadatas"])
        for scope, collection in collections.items()
    }
    terms = index._terms.index
    return Contents(
        vectors={
            id_: np.asarray(vector, dtype=np.float32).tobytes()
            for of_scope in kept.values()
            for id_, vector in zip(of_scope["ids"], of_scope["embeddings"], strict=True)
        },
        labels={
            id_: {**labels, "scope": scope}
            for scope, of_scope in kept.items()
            for id_, labels in zip(of_scope["ids"], of_scope["metadatas"], strict=True)
        },
        words={word: frozenset(terms.best(word, EVERYTHING, Filters())) for word in words},
        passages=ids(terms),
    )


def ids(terms: TermIndex) -> list[str]:
    searcher = terms._searcher
    addresses = [address for _score, address in searcher.search(Query.all_query(), limit=EVERYTHING).hits]
    return sorted(terms._ids(searcher, addresses))
