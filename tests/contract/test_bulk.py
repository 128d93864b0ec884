"""Many passages are read as few are, by what is fastest on this processor and makes the same of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from embeddings import Embedder, Vectors
from embeddings.bulk import FULL, HALF, Bulk, fastest
from embeddings.graphs import Features, Graph, graph_of
from embeddings.models import Model
from tests.embedders import save_tiny_bert

KENT = "Kent opened the schools with its partners. They saved the trees."


@pytest.fixture
def graph(tiny_bert: Path) -> Graph:
    graph = graph_of(Model.find(str(tiny_bert)))
    assert graph
    return graph


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> dict[object, Bulk]:
    """What is opened, by its precision."""
    kept: dict[object, Bulk] = {}
    open_one = Bulk.open

    def keeping(file: Path, precision: object) -> Bulk:
        kept[precision] = open_one(file, precision)
        return kept[precision]

    monkeypatch.setattr(Bulk, "open", keeping)
    return kept


def clock_of(seconds: Sequence[float]) -> Iterator[float]:
    """What a clock says before and after works that take so long: graph, half, graph, half."""
    return chain.from_iterable((100.0 * number, 100.0 * number + one) for number, one in enumerate(seconds))


def test_many_passages_have_the_vectors_of_few_in_their_order(shipped: Embedder) -> None:
    texts = [f"{KENT} {'They went to town. ' * (number % 40)}" for number in range(100)]
    stretches = [(0, 42), (43, 64)]

    many = shipped.encode_document(texts, [stretches] * len(texts))

    few = shipped.encode_document(texts[:41], [stretches] * 41)
    for one, other in zip(many, few, strict=False):
        assert one.vector @ other.vector > 0.999
        assert np.min(np.sum(one.stretches * other.stretches, axis=1)) > 0.999
    assert many[-1].vector.dtype == many[-1].stretches.dtype == np.float32


@pytest.mark.parametrize(
    ("half_seconds", "chosen"), [(0.5, HALF), (0.82, HALF), (0.85, FULL), (0.95, FULL), (2.0, FULL)]
)
def test_half_precision_is_for_processors_that_gain_from_it(
    graph: Graph, opened: dict[object, Bulk], half_seconds: float, chosen: object
) -> None:
    times = clock_of([5.0, half_seconds, 1.0, 3.0])

    runner = fastest(graph, [KENT] * 64, lambda: next(times))

    assert runner is opened[chosen]
    assert runner.side_by_side >= 1
    assert list(times) == []


@pytest.mark.parametrize("text", ["Kent", KENT * 20])
def test_the_trial_is_on_long_texts_whatever_the_first_ones_are(
    graph: Graph, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[int, ...]] = []
    run = Bulk.run

    def noting(bulk: Bulk, features: Features) -> tuple[Vectors, Vectors]:
        tried.append(features["input_ids"].shape)
        return run(bulk, features)

    monkeypatch.setattr(Bulk, "run", noting)

    fastest(graph, [text] * 64)

    assert set(tried) == {(4, 32)}  # the model reads no more


def test_full_precision_is_that_of_the_graph_itself(graph: Graph) -> None:
    features = graph.features(graph.cut([KENT, "Kent", ""]))

    vectors, tokens = Bulk.open(graph.file, FULL).run(features)

    of_the_graph = graph.run(features)
    assert np.allclose(vectors, of_the_graph[0], rtol=0, atol=1e-5)
    assert np.allclose(tokens, of_the_graph[1], rtol=0, atol=1e-5)


def test_what_reads_another_model_is_not_used(
    graph: Graph, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = graph_of(Model.find(str(save_tiny_bert(tmp_path / "other", seed=2))), tmp_path)
    assert other
    mixed = replace(graph, file=other.file)

    assert fastest(mixed, [KENT] * 64) is mixed

    assert caplog.messages == [
        "many passages take longer than they could: OpenVINO makes other vectors of them"
    ]


def test_a_graph_that_only_onnx_runtime_can_read_is_read_by_it(
    graph: Graph, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.onnx").write_bytes(graph.file.read_bytes()[:-1000])
    only = replace(graph, file=tmp_path / "broken.onnx")

    assert fastest(only, [KENT] * 64) is only

    [message] = caplog.messages
    assert message.startswith("many passages take longer than they could: ")
