"""A model through ONNX Runtime: ready in half a second, and twice as fast for a question as PyTorch.

The graph of a model is made once on each machine (``embeddings.exporting``) and kept in the user's cache
folder, under a name that says of which weights and which configuration it was made. PyTorch, which takes
seconds and half a gigabyte, is left to many passages at once, which it encodes faster, and to all texts
where there can be no graph.
"""

import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Self

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from onnxruntime import InferenceSession, SessionOptions
from platformdirs import user_cache_path
from tokenizers import Encoding, Tokenizer

from embeddings import Embedded, Embedder, Stretch, Vectors
from embeddings.batches import in_batches
from embeddings.forms import pooled, readable, unit_rows
from embeddings.models import Model
from embeddings.together import Together

TOKENIZER = "peerbot.tokenizer"
"""In a graph's metadata: its tokenizer, as JSON."""
BEFORE_QUESTIONS = "peerbot.before_questions"
"""The same: what is put before every question."""
BEFORE_PASSAGES = "peerbot.before_passages"
VECTORS = "vectors"
"""The graph's output of shape (texts, dimension)."""
TOKENS = "tokens"
"""Its output of shape (texts, tokens of the longest, dimension)."""

_FORM = 2
"""To be raised when graphs of before are no longer what this module runs."""
_THREADS = 2
"""For one batch. They sleep while one waits for the other, so a busy machine makes them no slower than
one, unlike PyTorch's: docs/profile.md has the figures."""
_BATCH = 32  # questions at once
MANY = 64  # passages: to encode fewer takes no longer than to load PyTorch
_ASKED_FOR = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
"""What a graph may want to know of a text, and what the tokenizer calls it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as the model read it, to where it stopped reading."""

    vector: Vectors
    """Shape (dimension,), of unit length."""
    tokens: Vectors
    """Shape (number of tokens, dimension)."""
    offsets: npt.NDArray[np.int64]
    """Shape (number of tokens, 2): where each stands in the passage, [start, end)."""
    own: npt.NDArray[np.bool_]
    """Which of the tokens the model did not add itself."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A model's graph with its tokenizer; several threads may use it at once."""

    dimension: int
    _session: InferenceSession
    _tokenizer: Tokenizer
    _before_questions: str
    _before_passages: str

    @classmethod
    def open(cls, file: Path) -> Self:
        """Whatever exception the runtime has for it when the file is missing or is no graph of ours."""
        options = SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = InferenceSession(file, options, providers=["CPUExecutionProvider"])
        kept = session.get_modelmeta().custom_metadata_map
        dimension = session.get_outputs()[0].shape[1]
        tokenizer = Tokenizer.from_str(kept[TOKENIZER])
        return cls(dimension, session, tokenizer, kept[BEFORE_QUESTIONS], kept[BEFORE_PASSAGES])

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, in the order of the texts, of which there is at least one."""
        [vectors] = self._run([VECTORS], self._cut(self._before_questions, texts))
        return unit_rows(vectors, self.dimension)

    def passages(self, texts: Sequence[str]) -> list[Read]:
        """Each as it was read, in the order of the texts, of which there is at least one."""
        cut = self._cut(self._before_passages, texts)
        vectors, tokens = self._run([VECTORS, TOKENS], cut)
        return [self._read(*one) for one in zip(unit_rows(vectors, self.dimension), tokens, cut, strict=True)]

    def _cut(self, before: str, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch([before + text for text in readable(texts)])

    def _run(self, outputs: list[str], cut: Sequence[Encoding]) -> list[Vectors]:
        inputs = {
            one.name: np.array([getattr(of_text, _ASKED_FOR[one.name]) for of_text in cut], dtype=np.int64)
            for one in self._session.get_inputs()
        }
        vectors: list[Vectors] = self._session.run(outputs, inputs)
        return vectors

    def _read(self, vector: Vectors, tokens: Vectors, cut: Encoding) -> Read:
        there = np.array(cut.attention_mask, dtype=bool)
        offsets = np.array(cut.offsets)[there] - len(self._before_passages)
        return Read(vector, tokens[there], offsets, np.array(cut.special_tokens_mask)[there] == 0)


@dataclass(slots=True)
class GraphEmbedder:
    """A model that needs no PyTorch until many passages come at once."""

    _model: Model
    _graph: Graph
    _torch: Embedder | None = None
    _loading: Lock = field(default_factory=Lock)
    _asked: Together[str, Vectors] = field(init=False)
    """Questions, those that come while the model is busy with one in one go."""

    def __post_init__(self) -> None:
        self._asked = Together(lambda texts: list(self._graph.questions(texts)), _BATCH)

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def dimension(self) -> int:
        return self._graph.dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:
            return self._asked.do(texts[0])[None, :].copy()
        batches = [
            self._graph.questions(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)
        ]
        return np.array([row for rows in batches for row in rows], dtype=np.float32).reshape(
            -1, self.dimension
        )

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        if len(texts) >= MANY:
            return self._for_many.encode_document(texts, stretches)

        def embed(some: list[int]) -> list[Embedded]:
            read = self._graph.passages([texts[place] for place in some])
            return [_embedded(one, stretches[place]) for one, place in zip(read, some, strict=True)]

        return in_batches(texts, embed)

    @property
    def _for_many(self) -> Embedder:
        from embeddings.sentence import SentenceEmbedder  # noqa: PLC0415  # torch takes seconds to import

        with self._loading:
            if self._torch is None:
                self._torch = SentenceEmbedder.load(self._model)
            return self._torch


def _embedded(read: Read, stretches: Sequence[Stretch]) -> Embedded:
    return Embedded(
        read.vector, pooled(read.tokens[read.own], read.offsets[read.own], stretches, read.vector)
    )


def graph_of(model: Model, kept_in: Path | None = None) -> Graph | None:
    """The graph of a model, made now if it is not in the folder yet; None if there can be none.

    Without a folder it is the user's cache. Of several processes that want the same one, one makes it.
    """
    if not model.is_transformer:
        return None  # nothing in it for a graph to speed up
    file = (kept_in or user_cache_path("peerbot")) / f"{model.identity}-{_FORM}.onnx"
    if graph := _opened(file):
        return graph
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_suffix(".lock")):
            graph = _opened(file) or _made(model, file)
    except (OSError, subprocess.CalledProcessError) as error:
        said = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
        _log.warning("texts are encoded with PyTorch, which is slower: %s", said.rpartition("\n")[2])
        return None
    return graph


def _opened(file: Path) -> Graph | None:
    if not file.exists():
        return None
    try:
        return Graph.open(file)
    except Exception:  # noqa: BLE001  # the runtime has a dozen of its own, and none above them
        _log.warning("%s is broken and is made again", file)
        return None


def _made(model: Model, file: Path) -> Graph | None:
    """Raises OSError or CalledProcessError."""
    _log.info("preparing %s, once on this machine: ten seconds or so", model.name)
    order = [sys.executable, "-m", "embeddings.exporting", str(model.folder), str(file)]
    subprocess.run(order, check=True, capture_output=True, text=True)  # noqa: S603  # our own program
    return _opened(file)
