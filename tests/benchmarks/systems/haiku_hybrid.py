"""haiku.rag's hybrid search over its LanceDB, its model run by Sentence Transformers on this machine.

Documents come in already cut, as its batch import allows, so it needs neither a converter nor a
language model.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from docling_core.types.doc.document import DoclingDocument
from haiku.rag.client import HaikuRAG
from haiku.rag.client.documents import DocumentImport
from haiku.rag.config import AppConfig
from haiku.rag.config.models import EmbeddingModelConfig, EmbeddingsConfig
from haiku.rag.store.models.chunk import Chunk, SearchResult

from knowledge.labelled import Document
from tests.benchmarks.systems import DEPTH, Piece, model_folder, pieces

_TOGETHER = 500  # documents imported at once


class Measured:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "haiku.lancedb"
        model = EmbeddingModelConfig(provider="sentence-transformers", name=model_folder(), vector_dim=384)
        self._config = AppConfig(embeddings=EmbeddingsConfig(model=model))
        self._loop = asyncio.new_event_loop()

    def build(self, documents: Sequence[Document]) -> None:
        self._loop.run_until_complete(self._build(documents))

    def open(self) -> None:
        self._client = HaikuRAG(self._folder, config=self._config)
        self._loop.run_until_complete(self._client.__aenter__())  # until the worker ends

    def rank(self, question: str) -> list[str]:
        return [str(found.chunk_meta["piece"]) for found in self._search(question, DEPTH, "hybrid")]

    def confidence(self, question: str) -> float:
        return float(self._search(question, 1, "vector")[0].score)

    async def _build(self, documents: Sequence[Document]) -> None:
        async with HaikuRAG(self._folder, config=self._config, create=True) as client:
            rest = iter(documents)
            while some := list(islice(rest, _TOGETHER)):
                await client.import_documents([_import(document) for document in some])

    def _search(self, question: str, limit: int, kind: str) -> list[SearchResult]:
        return self._loop.run_until_complete(self._client.search(question, limit=limit, search_type=kind))


def _import(document: Document) -> DocumentImport:
    chunks = [_chunk(place, piece) for place, piece in enumerate(pieces([document]))]
    return DocumentImport(DoclingDocument(name=document.id), chunks, uri=document.id, title=document.title)


def _chunk(place: int, piece: Piece) -> Chunk:
    return Chunk(content=piece.text, metadata={"piece": piece.id}, order=place)
