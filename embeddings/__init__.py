"""Text to vectors, and nothing else.

Passages become rows, ``(len(texts), dimension)``, in the order the texts came. Every row is
float32 and of unit length, so a dot product is a cosine similarity and no index has to know
which model it holds; only a text in which a model knows no word at all may be all zeros. Importing
this package loads no model and not even torch: ``load_embedder`` does, or the first use of a
``LateEmbedder``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

SHIPPED_MODEL = "all-MiniLM-L6-v2"


Stretch = tuple[int, int]
"""Offsets [start, end) into a text."""


class EmbeddingError(Exception):
    """The embedding model could not be found, trusted or loaded; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A text as vectors: one of the whole, and one of each stretch that was asked for.

    A stretch's vector is made of what the model saw while it read the whole text, so "It fell by a
    third" knows what fell. It costs no second pass through the model.
    """

    vector: Vectors
    """Shape (dimension,)."""
    stretches: Vectors
    """Shape (number of stretches, dimension)."""


class Embedder(Protocol):
    """What turns questions and passages into vectors that can be compared."""

    @property
    def name(self) -> str:
        """The model and the first digits of its weights' hash: equal names, comparable vectors."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions to rows of shape (len(texts), dimension); models may treat them unlike passages."""
        ...

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        """Passages, each with the stretches of it that want a vector of their own, in the order given."""
        ...


def load_embedder(name: str = SHIPPED_MODEL) -> Embedder:
    """The embedder ``name`` asks for: the shipped model, or any Sentence Transformers name or path.

    It runs as a graph that is made of it once, where one can be (``embeddings.graphs``); PyTorch is then
    imported only when many passages come at once. Raises EmbeddingError when the model cannot be found
    without a network, its weights are not the ones that were published, or it is broken.
    """
    from embeddings.graphs import GraphEmbedder, graph_of  # noqa: PLC0415  # some tenths of a second
    from embeddings.models import Model  # noqa: PLC0415  # as above

    model = Model.find(name)
    if graph := graph_of(model):
        return GraphEmbedder(model, graph)
    from embeddings.sentence import SentenceEmbedder  # noqa: PLC0415  # torch takes seconds to import

    return SentenceEmbedder.load(model)


class Reranker(Protocol):
    """What reads a question and a text together: slower than comparing vectors, and it sees more."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """How well each text answers the question, comparable within one call."""
        ...


def load_reranker(name: str) -> Reranker:
    """The Sentence Transformers CrossEncoder of this name or path; raises EmbeddingError as above."""
    from embeddings.sentence import CrossReranker  # noqa: PLC0415  # torch takes seconds to import

    return CrossReranker.load(name)


@dataclass(slots=True)
class LateEmbedder:
    """An embedder that is loaded when it is first asked for something, for work that may need none.

    Any use raises EmbeddingError as ``load_embedder`` does.
    """

    _model: str
    _loaded: Embedder | None = None
    _loading: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.encode_query(texts)

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        return self._embedder.encode_document(texts, stretches)

    @property
    def _embedder(self) -> Embedder:
        with self._loading:
            if self._loaded is None:
                self._loaded = load_embedder(self._model)
            return self._loaded


@dataclass(frozen=True, slots=True)
class OnceEmbedder:
    """An embedder for one piece of work, which encodes no question twice; it is thrown away with the work."""

    _embedder: Embedder
    _encoded: dict[str, Vectors] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._encoded]
        if new:
            self._encoded.update(zip(new, self._embedder.encode_query(new), strict=True))
        rows = [self._encoded[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        return self._embedder.encode_document(texts, stretches)
