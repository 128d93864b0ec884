"""Texts through the graph of a model are what they are through the model, and PyTorch stays at home."""

import logging
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from platformdirs import user_cache_path

from embeddings import Embedder, load_embedder
from embeddings.graphs import GraphEmbedder, graph_of
from embeddings.models import Model
from embeddings.sentence import SentenceEmbedder, load_model
from tests.embedders import save_tiny_bert

QUESTIONS = [
    "How did Kent work with its partners?",
    "",
    "  What\tdid the reward grant cost\n",
    "schools and parks " * 400,
    "žluťoučký kůň 図書館 \U0001f333 a\0b \ud800",
]


def test_the_shipped_model_answers_through_its_graph_as_it_does_itself(shipped: Embedder) -> None:
    itself = SentenceEmbedder.load(Model.find("all-MiniLM-L6-v2"))

    together = shipped.encode_query(QUESTIONS)
    alone = np.concatenate([shipped.encode_query([question]) for question in QUESTIONS])

    assert isinstance(shipped, GraphEmbedder)
    assert (shipped.name, shipped.dimension) == (itself.name, itself.dimension)
    assert np.allclose(together, itself.encode_query(QUESTIONS), rtol=0, atol=1e-5)
    assert np.allclose(alone, together, rtol=0, atol=1e-5)


def test_few_passages_are_read_as_the_model_itself_reads_them(shipped: Embedder) -> None:
    itself = SentenceEmbedder.load(Model.find("all-MiniLM-L6-v2"))
    stretches = [[(0, 10), (11, len(text)), (5000, 5001)] for text in QUESTIONS]

    ours, theirs = shipped.encode_document(QUESTIONS, stretches), itself.encode_document(QUESTIONS, stretches)

    for one, other in zip(ours, theirs, strict=True):
        assert np.allclose(one.vector, other.vector, rtol=0, atol=1e-5)
        assert np.allclose(one.stretches, other.stretches, rtol=0, atol=1e-5)


def test_texts_need_neither_pytorch_nor_anybody_outside(
    shipped: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped.name  # so its graph is there
    program = """
import sys
sys.addaudithook(lambda event, _: print(event) if event.startswith("socket.") else None)
from embeddings import load_embedder
embedder = load_embedder()
print(embedder.encode_query(["Kent?"]).shape, len(embedder.encode_document(["Kent."] * 63, [[]] * 63)))
print("openvino" in sys.modules)
print(len(embedder.encode_document(["Kent."] * 64, [[]] * 64)))
print("openvino" in sys.modules, "torch" in sys.modules)
"""

    monkeypatch.setenv("XDG_CACHE_HOME", str(user_cache_path()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)  # where some libraries keep quiet

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines() == ["(1, 384) 63", "False", "64", "True False"]
    assert said.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_graph_is_made_once_and_again_when_it_is_broken(
    tiny_bert: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    model = Model.find(str(tiny_bert))
    assert graph_of(model, tmp_path)
    [file] = tmp_path.glob("*.onnx")
    first = file.read_bytes()
    caplog.clear()

    assert graph_of(model, tmp_path)
    assert caplog.messages == []

    file.write_bytes(first[: len(first) // 2])
    graph = graph_of(model, tmp_path)

    assert graph
    assert np.allclose(
        graph.questions(QUESTIONS), SentenceEmbedder.load(model).encode_query(QUESTIONS), atol=1e-5
    )
    assert [message.rpartition("/")[2] for message in caplog.messages[:1]] == [
        f"{file.name} is broken and is made again"
    ]
    assert len(file.read_bytes()) > len(first) // 2


def test_what_a_model_puts_before_questions_is_put_before_them(tmp_path: Path) -> None:
    folder = save_tiny_bert(tmp_path / "bert")
    prompting = load_model(folder)
    prompting.prompts = {"query": "what was the visit to ", "document": "the town "}
    prompting.save(str(tmp_path / "prompting"), create_model_card=False)
    model = Model.find(str(tmp_path / "prompting"))

    graph = graph_of(model, tmp_path)

    assert graph
    expected = SentenceEmbedder.load(model).encode_query(["Kent", "Middlesbrough"])
    assert np.allclose(graph.questions(["Kent", "Middlesbrough"]), expected, atol=1e-5)
    assert not np.allclose(prompting.encode("Kent", prompt=""), expected[0], atol=1e-3)


def test_a_model_that_a_graph_would_not_be_the_same_as_is_asked_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    forgetting = load_model(save_tiny_bert(tmp_path / "bert"))
    forgetting.prompts = {"query": "what was the visit to "}
    forgetting.set_pooling_include_prompt(include_prompt=False)  # which a graph knows nothing of
    forgetting.save(str(tmp_path / "forgetting"), create_model_card=False)

    assert graph_of(Model.find(str(tmp_path / "forgetting")), tmp_path) is None

    [message] = [one for one in caplog.messages if "PyTorch" in one]
    assert message.startswith("texts are encoded with PyTorch, which is slower: ")
    assert "its vectors are not the model's" in message


def test_a_model_without_a_transformer_has_no_graph(static_model: Path, tmp_path: Path) -> None:
    assert graph_of(Model.find(str(static_model)), tmp_path / "graphs") is None
    assert not (tmp_path / "graphs").exists()


def test_without_a_place_to_keep_a_graph_texts_go_through_pytorch(
    tiny_bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    embedder = load_embedder(str(tiny_bert))

    assert isinstance(embedder, SentenceEmbedder)
    assert embedder.encode_query(["Kent"]).shape == (1, embedder.dimension)
    assert [message.partition(": ")[0] for message in caplog.messages if "PyTorch" in message] == [
        "texts are encoded with PyTorch, which is slower"
    ]
