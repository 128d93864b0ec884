"""A model as a graph: ready in half a second, and twice as fast as in PyTorch.

It is made once on each machine (``embeddings.exporting``) and kept in the user's cache folder, under a
name that says of which weights and which configuration it was made. ONNX Runtime runs it for questions
and few passages, OpenVINO for many (``embeddings.bulk``). PyTorch, which takes seconds and half a
gigabyte, is left to models that can have no graph.
"""

import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from onnxruntime import InferenceSession, SessionOptions
from platformdirs import user_cache_path
from tokenizers import Encoding, Tokenizer

from embeddings import Embedded, Stretch, Vectors
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
MANY = 64  # passages: fewer take no longer here than OpenVINO takes to get ready
_FILLING = ("direction", "pad_id", "pad_type_id", "pad_token")
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


Features = Mapping[str, npt.NDArray[np.int64]]
"""What a graph reads of some texts, by its own names for it, each of shape (texts, tokens of the longest)."""


class Runner(Protocol):
    """What takes texts through a graph."""

    @property
    def side_by_side(self) -> int:
        """How many calls at once it gains from."""
        ...

    def run(self, features: Features) -> tuple[Vectors, Vectors]:
        """Of the texts, shape (texts, dimension), and of (texts, tokens of the longest, dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Graph:
    """A model's graph with its tokenizer, run by ONNX Runtime; several threads may use it at once."""

    file: Path
    dimension: int
    _session: InferenceSession
    _tokenizer: Tokenizer
    _filling: Mapping[str, Any]
    """What shorter texts are filled up with, as ``Encoding.pad`` asks for it."""
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
        padding = tokenizer.padding or {}
        filling = {name: padding[name] for name in _FILLING}
        tokenizer.no_padding()  # how far a text is filled up depends on its batch
        return cls(
            file, dimension, session, tokenizer, filling, kept[BEFORE_QUESTIONS], kept[BEFORE_PASSAGES]
        )

    @property
    def side_by_side(self) -> int:
        return 1

    def run(self, features: Features) -> tuple[Vectors, Vectors]:
        vectors, tokens = self._session.run([VECTORS, TOKENS], dict(features))
        return vectors, tokens

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Rows of unit length, in the order of the texts, of which there is at least one."""
        features = self.features(self._cut(self._before_questions, texts))
        [vectors] = self._session.run([VECTORS], features)
        return unit_rows(vectors, self.dimension)

    def cut(self, passages: Sequence[str]) -> list[Encoding]:
        """The passages' tokens, each as many as it has, to where the model stops reading."""
        return self._cut(self._before_passages, passages)

    def read(self, passages: Sequence[Encoding], by: Runner) -> list[Read]:
        """Each as it was read, in their order, of which there is at least one."""
        vectors, tokens = by.run(self.features(passages))
        rows = zip(unit_rows(vectors, self.dimension), tokens, passages, strict=True)
        return [self._read(*row) for row in rows]

    def features(self, texts: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
        """Of texts, at least one, which it fills up to the longest of them."""
        longest = max(map(len, texts))
        for text in texts:
            text.pad(longest, **self._filling)
        return {
            one.name: np.array([getattr(text, _ASKED_FOR[one.name]) for text in texts], dtype=np.int64)
            for one in self._session.get_inputs()
        }

    def _cut(self, before: str, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch([before + text for text in readable(texts)])

    def _read(self, vector: Vectors, tokens: Vectors, passage: Encoding) -> Read:
        there = np.array(passage.attention_mask, dtype=bool)
        offsets = np.array(passage.offsets)[there] - len(self._before_passages)
        return Read(vector, tokens[there], offsets, np.array(passage.special_tokens_mask)[there] == 0)


@dataclass(slots=True)
class GraphEmbedder:
    """A model that needs no PyTorch."""

    _model: Model
    _graph: Graph
    _bulk: Runner | None = None
    """What takes many passages through the graph, once there were many."""
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
        passages = self._graph.cut(texts)
        runner = self._graph if len(passages) < MANY else self._runner_of_many(texts)

        def embed(some: list[int]) -> list[Embedded]:
            read = self._graph.read([passages[place] for place in some], runner)
            return [_embedded(one, stretches[place]) for one, place in zip(read, some, strict=True)]

        with ThreadPoolExecutor(runner.side_by_side, thread_name_prefix="embedding") as pool:
            return in_batches([len(passage) for passage in passages], embed, pool.map)

    def _runner_of_many(self, texts: Sequence[str]) -> Runner:
        from embeddings.bulk import fastest  # noqa: PLC0415  # OpenVINO takes a tenth of a second to import

        with self._loading:
            if self._bulk is None:
                self._bulk = fastest(self._graph, texts)
            return self._bulk


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
