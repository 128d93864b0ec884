"""The form texts have on their way into a model, and vectors on their way out of it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from embeddings import Stretch, Vectors


def readable(texts: Sequence[str]) -> list[str]:
    """The texts without halves of surrogate pairs, on which a tokenizer fails; no offset moves."""
    return [text.encode(errors="replace").decode() for text in texts]


def unit_rows(vectors: Sequence[np.ndarray] | np.ndarray, dimension: int) -> Vectors:
    """Rows of unit length; shape (0, dimension) for none, where the library would answer (0,)."""
    rows = np.array(vectors, dtype=np.float32).reshape(-1, dimension)
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(lengths, np.finfo(np.float32).tiny)
    return rows


def pooled(
    tokens: Vectors, offsets: npt.NDArray[np.int64], stretches: Sequence[Stretch], whole: Vectors
) -> Vectors:
    """The mean of the vectors of each stretch's tokens, as rows; ``whole`` for one past what was read.

    ``tokens`` and ``offsets`` have a row for each token, ``offsets`` as the stretches have them.
    """
    starts, ends = offsets.T
    sums = np.vstack([np.zeros_like(whole), np.cumsum(tokens, axis=0)])
    rows = np.tile(whole, (len(stretches), 1))
    for row, (start, end) in enumerate(stretches):
        first, last = np.searchsorted(starts, start), np.searchsorted(ends, end, side="right")
        if first < last:
            rows[row] = sums[last] - sums[first]
    return unit_rows(rows, len(whole))
