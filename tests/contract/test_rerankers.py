"""A CrossEncoder reads a question with each text; whatever it is given, it gives one score a text."""

from pathlib import Path

import pytest

from embeddings import EmbeddingError, Reranker, load_reranker
from tests.embedders import save_tiny_cross_encoder

TEXTS = ["Kent opened the schools.", "Middlesbrough had a bus.", "", "\ud800", "x" * 5000]


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    return load_reranker(str(save_tiny_cross_encoder(tmp_path_factory.mktemp("cross") / "tiny")))


def test_each_text_has_a_score_whatever_stands_beside_it(reranker: Reranker) -> None:
    together = reranker.scores("Who opened schools?", TEXTS)

    assert together == pytest.approx(
        [score for text in TEXTS for score in reranker.scores("Who opened schools?", [text])], abs=1e-5
    )
    assert together[0] != pytest.approx(together[1])
    assert all(type(score) is float for score in together)


def test_the_question_matters(reranker: Reranker) -> None:
    assert reranker.scores("Who opened schools?", TEXTS[:2]) != reranker.scores("Which bus?", TEXTS[:2])


def test_nothing_has_no_scores(reranker: Reranker) -> None:
    assert list(reranker.scores("Who?", [])) == []


def test_a_model_that_is_not_here_is_named_with_its_setting() -> None:
    with pytest.raises(EmbeddingError, match="RERANKING_MODEL is 'no-such/model'"):
        load_reranker("no-such/model")


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="holds no CrossEncoder"):
        load_reranker(str(tmp_path))


def test_a_model_that_sorts_into_classes_is_refused(tmp_path: Path) -> None:
    folder = save_tiny_cross_encoder(tmp_path / "tiny", labels=3)

    with pytest.raises(EmbeddingError, match="sorts into 3 classes"):
        load_reranker(str(folder))
