"""Peerbot through the code that answers people."""

import importlib
from collections.abc import Sequence
from pathlib import Path

from bot.services import now
from embeddings import load_embedder
from embeddings.graphs import MANY
from knowledge.answers import ANYTHING, Answerer, Asked
from knowledge.evaluation import take_in
from knowledge.index import PassageIndex
from knowledge.labelled import Document
from knowledge.shelf import Shelf
from knowledge.store import open_store, sqlite_url
from tests.benchmarks.systems import DEPTH


class Measured:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._embedder = load_embedder()
        if not self._database.exists():  # It is going to index, and is to have loaded what it does that with.
            self._embedder.encode_document(["a passage of the usual length " * 20] * MANY, [[]] * MANY)
            importlib.import_module("chromadb")  # as the others have when they begin
        self._answerer: Answerer | None = None

    def build(self, documents: Sequence[Document]) -> None:
        with open_store(sqlite_url(self._database)) as store:
            take_in(documents, store, self._embedder, now)
            shelf = Shelf(store, self._embedder.name)
            PassageIndex.open(self._folder, shelf, self._embedder.name).close()

    def open(self) -> None:
        store = open_store(sqlite_url(self._database)).__enter__()  # until the worker ends
        shelf = Shelf(store, self._embedder.name)
        index = PassageIndex.open(self._folder, shelf, self._embedder.name)
        self._answerer = Answerer(self._embedder, index, shelf)

    def rank(self, question: str) -> list[str]:
        evidence = self._opened.evidence(question, (), ANYTHING)
        return [hit.passage for hit in evidence.hits[:DEPTH]]

    def confidence(self, question: str) -> float:
        return self._opened.answer(Asked(question)).confidence

    @property
    def _opened(self) -> Answerer:
        if self._answerer is None:
            raise RuntimeError("open it first")
        return self._answerer

    @property
    def _database(self) -> Path:
        return self._folder / "store.sqlite3"
