"""Chroma as its guide has it: a collection that embeds for itself, with the model named."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, cast

import chromadb
from chromadb.config import Settings
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from knowledge.labelled import Document
from tests.benchmarks.systems import DEPTH, model_folder, pieces


class Measured:
    def __init__(self, folder: Path) -> None:
        self._client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._embed = cast("Any", SentenceTransformerEmbeddingFunction(model_name=model_folder()))

    def build(self, documents: Sequence[Document]) -> None:
        self.open()
        rest = pieces(documents)
        while some := list(islice(rest, self._client.get_max_batch_size())):
            self._collection.add(ids=[one.id for one in some], documents=[one.text for one in some])

    def open(self) -> None:
        self._collection = self._client.get_or_create_collection(
            "passages", embedding_function=self._embed, configuration={"hnsw": {"space": "cosine"}}
        )

    def rank(self, question: str) -> list[str]:
        return self._collection.query(query_texts=[question], n_results=DEPTH)["ids"][0]

    def confidence(self, question: str) -> float:
        distances = self._collection.query(query_texts=[question], n_results=1)["distances"] or [[2.0]]
        return 1.0 - distances[0][0]
