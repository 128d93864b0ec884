"""Writes the way a text takes through a model as one file that ONNX Runtime and OpenVINO run.

    python -m embeddings.exporting MODEL_FOLDER FILE

A program of its own: the export takes PyTorch, its exporter and a second gigabyte, and whoever asks
afterwards needs none of them. The file has the whole of it: the model with its pooling and normalising as
a graph, and in the graph's metadata the tokenizer and what is put before questions and before passages.
Nothing is written unless it gives the vectors that Sentence Transformers gives.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from embeddings.graphs import BEFORE_PASSAGES, BEFORE_QUESTIONS, TOKENIZER, TOKENS, VECTORS, Graph
from embeddings.sentence import before_passages, before_questions, load_model

_CHECKED = (
    "",
    "Kent?",
    " \tHow did  the Council work with its partners, 1998-99?",
    "gardens " * 600,
    "é図\0",
)
_TOLERANCE = 1e-4
"""Of a number of a vector of unit length; what another order of adding up makes of it is under 1e-6."""


class _Reading(torch.nn.Module):
    """From a text's tokens to its vector and theirs; the library's own takes its features as a dictionary."""

    def __init__(self, model: SentenceTransformer, features: list[str]) -> None:
        super().__init__()
        self._model = model
        self._features = features

    def forward(self, *tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        read = self._model(dict(zip(self._features, tensors, strict=True)))
        return read["sentence_embedding"], read["token_embeddings"]


def export(folder: Path, file: Path) -> None:
    """Raises ValueError for a model whose texts do not go through a graph as they do through it."""
    model = load_model(folder)
    features = model.preprocess(["two texts", "of unlike length"])
    tensors = {name: feature for name, feature in features.items() if isinstance(feature, torch.Tensor)}
    if "attention_mask" not in tensors:
        raise ValueError("only transformers gain from a graph")
    some, long = torch.export.Dim("texts", min=1), torch.export.Dim("tokens", min=2, max=model.max_seq_length)
    program = torch.onnx.export(
        _Reading(model, list(tensors)).eval(),
        tuple(tensors.values()),
        dynamo=True,
        verbose=False,
        input_names=list(tensors),
        output_names=[VECTORS, TOKENS],
        dynamic_shapes=(tuple({0: some, 1: long} for _ in tensors),),
    )
    if program is None:
        raise ValueError("nothing was exported")
    program.model.metadata_props.update(
        {
            TOKENIZER: _tokenizer(model),
            BEFORE_QUESTIONS: before_questions(model),
            BEFORE_PASSAGES: before_passages(model),
        }
    )
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        program.save(unfinished)
        _check(Graph.open(unfinished), model)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _tokenizer(model: SentenceTransformer) -> str:
    """As JSON, told how long a text may be and how to fill the shorter ones up."""
    theirs = model.tokenizer
    written = json.loads(theirs.backend_tokenizer.to_str())
    written["truncation"] = {
        "direction": theirs.truncation_side.title(),
        "max_length": model.max_seq_length,
        "strategy": "LongestFirst",
        "stride": 0,
    }
    written["padding"] = {
        "strategy": "BatchLongest",
        "direction": theirs.padding_side.title(),
        "pad_to_multiple_of": None,
        "pad_id": theirs.pad_token_id,
        "pad_type_id": theirs.pad_token_type_id,
        "pad_token": theirs.pad_token,
    }
    return json.dumps(written)


def _check(graph: Graph, model: SentenceTransformer) -> None:
    texts = list(_CHECKED)
    questions = model.encode_query(texts, show_progress_bar=False, normalize_embeddings=True)
    passages = model.encode_document(texts, show_progress_bar=False, output_value=None)
    _compare(graph.questions(texts), questions)
    for text, question, passage in zip(texts, questions, passages, strict=True):
        _compare(graph.questions([text])[0], question)
        [read] = graph.read(graph.cut([text]), graph)
        _compare(read.vector, passage["sentence_embedding"] / passage["sentence_embedding"].norm())
        _compare(read.tokens, passage["token_embeddings"][: len(read.tokens)])


def _compare(ours: np.ndarray, theirs: np.ndarray | torch.Tensor) -> None:
    if not np.allclose(ours, theirs, rtol=0, atol=_TOLERANCE):
        raise ValueError("its vectors are not the model's")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
