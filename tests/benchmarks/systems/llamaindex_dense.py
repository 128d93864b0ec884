"""LlamaIndex's vector index in its own default store; it asks the index of the fused row."""

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from knowledge.labelled import Document
from tests.benchmarks.systems import DEPTH, model_folder, pieces


class Measured:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = HuggingFaceEmbedding(model_name=model_folder(), device="cpu")

    def build(self, documents: Sequence[Document]) -> None:
        self.index_nodes([TextNode(id_=piece.id, text=piece.text) for piece in pieces(documents)])

    def index_nodes(self, nodes: list[TextNode]) -> None:
        index = VectorStoreIndex(nodes, embed_model=self.model)
        index.storage_context.persist(persist_dir=str(self.folder / "vectors"))

    def open(self) -> None:
        storage = StorageContext.from_defaults(persist_dir=str(self.folder / "vectors"))
        self.vectors = load_index_from_storage(storage, embed_model=self.model).as_retriever(
            similarity_top_k=DEPTH
        )

    def rank(self, question: str) -> list[str]:
        return [str(found.node.node_id) for found in self.vectors.retrieve(question)]

    def confidence(self, question: str) -> float:
        return float(self.vectors.retrieve(question)[0].score or 0.0)
