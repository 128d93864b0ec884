"""LlamaIndex's vectors and its BM25, fused by reciprocal ranks without a language model."""

from pathlib import Path

from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever

from tests.benchmarks.systems import DEPTH, llamaindex_dense


class Measured(llamaindex_dense.Measured):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._words = folder / "words"

    def index_nodes(self, nodes: list[TextNode]) -> None:
        super().index_nodes(nodes)
        words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(DEPTH, len(nodes)))
        words.persist(str(self._words))

    def open(self) -> None:
        super().open()
        self._fused = QueryFusionRetriever(
            [self.vectors, BM25Retriever.from_persist_dir(str(self._words))],
            llm=MockLLM(),  # Never asked: there is one query, the question itself.
            mode=FUSION_MODES.RECIPROCAL_RANK,
            similarity_top_k=DEPTH,
            num_queries=1,
            use_async=False,
        )

    def rank(self, question: str) -> list[str]:
        return [str(found.node.node_id) for found in self._fused.retrieve(question)]
