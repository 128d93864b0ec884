"""A CrossEncoder reads a question with each text; whatever it is given, it gives one score a text."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.intake import evaluate_folder
from bot.services import build_services
from bot.settings import Settings
from embeddings import EmbeddingError, Reranker, load_reranker
from knowledge.evaluation import evaluate
from tests.embedders import HashedEmbedder, save_tiny_cross_encoder

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


class FondOfBuses:
    """A reranker for which the texts that speak of buses come first."""

    def scores(self, _question: str, texts: Sequence[str]) -> list[float]:
        return [float("bus" in text) for text in texts]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A folder of two texts and a question about the first."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    texts = ("Kent opened the schools of its towns.", "Middlesbrough had a bus in all its towns.")
    corpus = (f'{{"id": "{name}", "text": "{text}"}}\n' for name, text in zip("ab", texts, strict=True))
    (folder / "corpus.jsonl").write_text("".join(corpus))
    (folder / "queries.jsonl").write_text('{"id": "q", "text": "Who opened the schools of Kent?"}\n')
    (folder / "qrels.tsv").write_text("query_id\tdoc_id\tgrade\nq\ta\t1\n")
    return folder


def test_what_a_reranker_is_worth_can_be_measured(labelled: Path) -> None:
    def now() -> datetime:
        return datetime(2026, 3, 4, tzinfo=UTC)

    [without] = evaluate(labelled, HashedEmbedder(), now).judged
    [with_it] = evaluate(labelled, HashedEmbedder(), now, reranker=FondOfBuses()).judged

    assert (without.documents, with_it.documents) == (["a", "b"], ["b", "a"])


def test_the_model_that_is_named_is_the_one_that_is_used(
    static_model: Path, labelled: Path, tmp_path: Path
) -> None:
    settings = Settings(
        _env_file=None, data_dir=tmp_path, embedding_model=str(static_model), reranking_model="no-such/model"
    )

    with pytest.raises(EmbeddingError, match="RERANKING_MODEL"):
        build_services(settings)
    with pytest.raises(EmbeddingError, match="RERANKING_MODEL"):
        evaluate_folder(settings, labelled, "fused", whole=False)


def test_the_answerer_has_the_model_that_is_named(static_model: Path, tmp_path: Path) -> None:
    plain = Settings(_env_file=None, data_dir=tmp_path, embedding_model=str(static_model))
    named = plain.model_copy(
        update={
            "reranking_model": str(save_tiny_cross_encoder(tmp_path / "tiny")),
            "data_dir": tmp_path / "two",
        }
    )

    with build_services(plain) as without, build_services(named) as with_it:
        assert without.answerer.reranker is None
        assert with_it.answerer.reranker is not None
