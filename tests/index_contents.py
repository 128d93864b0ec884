"""All that the two indexes hold, in a form that can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tantivy import Query

from knowledge.index import PassageIndex
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
    kept: Any = index._vectors.index._collection.get(include=["embeddings", "metadatas"])
    terms = index._terms.index
    everything = terms._searcher.search(Query.all_query(), limit=EVERYTHING).hits
    return Contents(
        vectors={
            id_: np.asarray(vector, dtype=np.float32).tobytes()
            for id_, vector in zip(kept["ids"], kept["embeddings"], strict=True)
        },
        labels=dict(zip(kept["ids"], kept["metadatas"], strict=True)),
        words={word: frozenset(terms.best(word, EVERYTHING, Filters())) for word in words},
        passages=sorted(terms._searcher.doc(address)["id"][0] for _score, address in everything),
    )
