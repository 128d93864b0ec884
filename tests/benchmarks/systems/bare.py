"""The model alone, as Sentence Transformers runs it by default."""

from collections.abc import Sequence
from pathlib import Path

from sentence_transformers import SentenceTransformer

from knowledge.labelled import Document
from tests.benchmarks.systems import model_folder, pieces


class Measured:
    def __init__(self, _folder: Path) -> None:
        self._model = SentenceTransformer(model_folder(), device="cpu")

    def build(self, documents: Sequence[Document]) -> None:
        self._model.encode([piece.text for piece in pieces(documents)], show_progress_bar=False)

    def open(self) -> None:
        """There is nothing to open."""

    def rank(self, question: str) -> list[str]:
        self._model.encode([question], show_progress_bar=False)
        return []

    def confidence(self, _question: str) -> float:
        return 0.0
