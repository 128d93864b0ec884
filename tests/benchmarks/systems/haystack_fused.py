"""Haystack's hybrid pipeline over its in-memory store, joined by reciprocal ranks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack import Document as HaystackDocument
from haystack import Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from knowledge.labelled import Document
from tests.benchmarks.systems import DEPTH, model_folder, pieces


class Measured:
    def __init__(self, folder: Path) -> None:
        self._file = str(folder / "documents.json")
        cpu = ComponentDevice.from_str("cpu")
        self._of_documents = SentenceTransformersDocumentEmbedder(
            model=model_folder(), device=cpu, progress_bar=False
        )
        self._of_questions = SentenceTransformersTextEmbedder(
            model=model_folder(), device=cpu, progress_bar=False
        )
        self._of_questions.warm_up()

    def build(self, documents: Sequence[Document]) -> None:
        self._of_documents.warm_up()
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        found = [HaystackDocument(id=piece.id, content=piece.text) for piece in pieces(documents)]
        store.write_documents(self._of_documents.run(found)["documents"])
        store.save_to_disk(self._file)

    def open(self) -> None:
        store = InMemoryDocumentStore.load_from_disk(self._file)
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", self._of_questions)
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
        self._pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=DEPTH))
        self._pipeline.add_component(
            "joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)
        )
        self._pipeline.connect("embedder.embedding", "vectors.query_embedding")
        self._pipeline.connect("vectors.documents", "joiner.documents")
        self._pipeline.connect("words.documents", "joiner.documents")

    def rank(self, question: str) -> list[str]:
        return [str(document.id) for document in self._ask(question)["joiner"]["documents"]]

    def confidence(self, question: str) -> float:
        return float(self._ask(question)["vectors"]["documents"][0].score)

    def _ask(self, question: str) -> dict[str, Any]:
        asked = {"embedder": {"text": question}, "words": {"query": question}}
        answer: dict[str, Any] = self._pipeline.run(asked, include_outputs_from={"vectors"})
        return answer
