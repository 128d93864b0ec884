"""txtai's hybrid index with content, both settings as its documentation has them."""

from collections.abc import Sequence
from pathlib import Path

from txtai import Embeddings

from knowledge.labelled import Document
from tests.benchmarks.systems import DEPTH, model_folder, pieces


class Measured:
    def __init__(self, folder: Path) -> None:
        self._folder = str(folder / "index")
        self._embeddings = Embeddings(path=model_folder(), hybrid=True, content=True, gpu=False)

    def build(self, documents: Sequence[Document]) -> None:
        self._embeddings.index([(piece.id, piece.text, None) for piece in pieces(documents)])
        self._embeddings.save(self._folder)

    def open(self) -> None:
        self._embeddings.load(self._folder)

    def rank(self, question: str) -> list[str]:
        return [str(found["id"]) for found in self._embeddings.search(question, DEPTH)]

    def confidence(self, question: str) -> float:
        found = self._embeddings.search(question, 1)
        return float(found[0]["score"]) if found else 0.0
