"""Which sentences speak to a question. Pure.

A sentence is weighed by two things: how near its vector is to the question's, and how much of what
the question is about it names (its stems, weighted by how telling they are). Sentence vectors
come from the passage they stand in, so "It fell by a third" is near a question about the thing
that fell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.model import Metadata, Passage, Status
from knowledge.passages import headed

_TABLE_ROW = "|"  # alone, without the heads of its columns, a row says nothing
SHORTEST = 25  # characters; what is shorter is a label or a stray line, not a statement


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with all that is needed to quote from it."""

    passage: Passage
    metadata: Metadata
    status: Status
    text: str
    """The passage's text."""
    sentences: tuple[tuple[int, int], ...]
    """Offsets [start, end) into the case study's text."""
    vectors: npt.NDArray[np.float32]
    """Shape (number of sentences, dimension), of unit length."""

    @property
    def headed_text(self) -> str:
        return headed(self.metadata, self.passage.heading, self.text)

    def slice(self, start: int, end: int) -> str:
        """Case-study offsets to text; both must lie within the passage."""
        return self.text[start - self.passage.start : end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the three forms that it is compared in."""

    text: str
    vector: npt.NDArray[np.float32]
    weights: Mapping[str, float]
    """How telling the stems are that say what it is about; see PassageIndex.weights."""

    def share_named(self, stems: set[str]) -> float:
        """How much of what the question is about these stems name, 0 to 1."""
        total = sum(self.weights.values())
        return sum(weight for stem, weight in self.weights.items() if stem in stems) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a found passage, weighed."""

    found: Found
    place: int
    """Which of the passage's sentences it is."""
    similarity: float
    named: float
    """The share of the question it names."""

    @property
    def weight(self) -> float:
        return self.similarity * (1 + self.named) / 2

    @property
    def span(self) -> tuple[int, int]:
        return self.found.sentences[self.place]

    @property
    def text(self) -> str:
        return self.found.slice(*self.span)


def sentences_of(
    question: Question, found: Sequence[Found], stems: Callable[[str], Sequence[str]]
) -> list[Sentence]:
    """Every sentence of the passages, the weightiest first."""
    weighed = [sentence for one in found for sentence in _weighed(question, one, stems)]
    return sorted(weighed, key=lambda one: (-one.weight, one.found.passage.id, one.place))


def _weighed(question: Question, found: Found, stems: Callable[[str], Sequence[str]]) -> list[Sentence]:
    similarities = found.vectors @ question.vector
    return [
        Sentence(found, place, float(similarity), question.share_named(set(stems(found.slice(start, end)))))
        for place, ((start, end), similarity) in enumerate(zip(found.sentences, similarities, strict=True))
        if end - start >= SHORTEST and not found.slice(start, end).startswith(_TABLE_ROW)
    ]
