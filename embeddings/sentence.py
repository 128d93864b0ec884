"""Sentence Transformers behind the Embedder and Reranker ports.

Importing this takes seconds, for it imports torch. Nothing is ever fetched (``embeddings.models``), and code
that comes with a model is never run (``trust_remote_code=False``).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers.utils import logging as transformers_logging

from embeddings import Embedded, EmbeddingError, Stretch, Vectors
from embeddings.batches import in_batches
from embeddings.forms import pooled, readable, unit_rows
from embeddings.models import Model, find_model
from embeddings.together import Together

_BATCH = 32  # questions, or pairs, at once
_CHARACTERS = 4  # of a token, more or less: enough to put texts of like length together
_CORES = torch.get_num_threads()
"""What PyTorch would use for one operation. We never let it: threads of one operation wait for each other
at every step, and while others keep the cores busy a question of 10 ms then takes 500. Each question and
each batch has one thread, and batches run side by side."""


@dataclass(slots=True)
class SentenceEmbedder:
    """A Sentence Transformers model on the processor, for what can have no graph."""

    name: str
    dimension: int
    _model: SentenceTransformer
    _asked: Together[str, Vectors] = field(init=False)
    """Questions, those that come while the model is busy with one in one go."""

    _offsets: Any = field(init=False)
    """A tokenizer of its own for where tokens stand: asked without padding, the model's would forget
    how to pad in the midst of another thread's batch."""

    def __post_init__(self) -> None:
        self._asked = Together(self._encode_questions, _BATCH)
        self._offsets = deepcopy(self._model.tokenizer)

    @classmethod
    def load(cls, of: Model) -> "SentenceEmbedder":
        """Raises EmbeddingError when the folder holds no model that loads."""
        model = load_model(of.folder)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise EmbeddingError(f"the model in {of.folder} does not say how long its vectors are")
        return cls(name=of.name, dimension=dimension, _model=model)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        if len(texts) == 1:
            return self._asked.do(texts[0])[None, :].copy()
        return np.array(self._encode_questions(texts), dtype=np.float32).reshape(-1, self.dimension)

    def _encode_questions(self, texts: Sequence[str]) -> list[Vectors]:
        torch.set_num_threads(1)
        encoded = self._model.encode_query(readable(texts), batch_size=_BATCH, show_progress_bar=False)
        return list(unit_rows(encoded, self.dimension))

    def encode_document(self, texts: Sequence[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        texts = readable(texts)

        def embed(some: list[int]) -> list[Embedded]:
            return self._embed([texts[place] for place in some], [stretches[place] for place in some])

        with ThreadPoolExecutor(_CORES, thread_name_prefix="embedding") as side_by_side:
            return in_batches([len(text) // _CHARACTERS + 1 for text in texts], embed, side_by_side.map)

    def _embed(self, texts: list[str], stretches: Sequence[Sequence[Stretch]]) -> list[Embedded]:
        outputs = self._encode(texts)
        vectors = unit_rows(
            [output["sentence_embedding"].float().numpy() for output in outputs], self.dimension
        )
        if self._has_token_offsets and "token_embeddings" in outputs[0]:
            rows = map(self._pooled, texts, stretches, outputs, vectors)
        else:
            rows = map(self._encoded_apart, texts, stretches)
        return [Embedded(vector, of_stretches) for vector, of_stretches in zip(vectors, rows, strict=True)]

    def _encode(self, texts: list[str]) -> list[dict[str, torch.Tensor]]:
        torch.set_num_threads(1)
        outputs = self._model.encode_document(
            texts, batch_size=_BATCH, output_value=None, show_progress_bar=False
        )
        return cast("list[dict[str, torch.Tensor]]", outputs)  # what output_value=None gives

    def _pooled(
        self, text: str, stretches: Sequence[Stretch], output: dict[str, torch.Tensor], whole: Vectors
    ) -> Vectors:
        prompt = before_passages(self._model)
        tokens = self._offsets(
            prompt + text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        ordinary = ~np.array(tokens["special_tokens_mask"], dtype=bool)
        offsets = np.array(tokens["offset_mapping"])[ordinary] - len(prompt)
        vectors = output["token_embeddings"].float().numpy()[: len(ordinary)][ordinary]
        return pooled(vectors, offsets, stretches, whole)

    def _encoded_apart(self, text: str, stretches: Sequence[Stretch]) -> Vectors:
        """For models that give no vectors of tokens: each stretch read on its own."""
        outputs = self._encode([text[start:end] for start, end in stretches]) if stretches else []
        return unit_rows([output["sentence_embedding"].float().numpy() for output in outputs], self.dimension)

    @property
    def _has_token_offsets(self) -> bool:
        return bool(getattr(self._model.tokenizer, "is_fast", False))


def load_model(folder: Path) -> SentenceTransformer:
    """The model in a folder, as its own library has it; raises EmbeddingError."""
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # theirs
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except Exception as error:  # tokenizers raises no narrower one, safetensors one of its own
        raise EmbeddingError(f"{folder} holds no Sentence Transformers model that loads") from error


def before_questions(model: SentenceTransformer) -> str:
    """What ``encode_query`` puts before every question."""
    return _prompt(model, "query")


def before_passages(model: SentenceTransformer) -> str:
    """What ``encode_document`` puts before every passage."""
    return _prompt(model, "document", "passage", "corpus")


def _prompt(model: SentenceTransformer, *names: str) -> str:
    """Of the first name that the model has a prompt for, or the one it has for everything."""
    name = next((name for name in names if name in model.prompts), model.default_prompt_name or "")
    return model.prompts.get(name) or ""


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
        [asked] = readable([question])
        pairs = [(asked, text) for text in readable(texts)]
        found = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(score) for score in found]
