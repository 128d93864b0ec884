"""Figures of a labelled set, against values worked out by hand and by brute force."""

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coverage import Signals
from knowledge.evaluation import Evaluation, Judged, auroc, covered, ndcg, recall, reciprocal_rank
from knowledge.index import Ranking
from knowledge.labelled import LabelledFolderError, LabelledQuestion, Span, documents, questions

RANKED = st.permutations(list("abcdefghijkl"))
GRADES = st.dictionaries(st.sampled_from("abcdefghijklxyz"), st.integers(1, 3), min_size=1)
NOTHING = Signals(*[0.0] * len(fields(Signals)))
SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9, 1.0]), min_size=1, max_size=12)
SPANS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(31, 50)), min_size=1, max_size=4
)


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        ("ab", {"a": 1}, 1.0),
        ("ba", {"a": 1}, 1 / math.log2(3)),
        ("cab", {"a": 1, "b": 1}, (1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3))),
        ("ab", {"a": 1, "b": 3}, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        ("bcdefghijka", {"a": 1}, 0.0),
        ("bcdefghija", {"a": 1}, 1 / math.log2(11)),
        ("", {"a": 1}, 0.0),
    ],
)
def test_ndcg_at_ten(ranked: str, grades: dict[str, int], expected: float) -> None:
    assert ndcg(list(ranked), grades) == pytest.approx(expected)


def test_more_right_documents_than_ten_can_still_be_ranked_ideally() -> None:
    everything = list("abcdefghijklmno")

    assert ndcg(everything, dict.fromkeys(everything, 1)) == pytest.approx(1)


@given(RANKED, GRADES)
def test_every_figure_is_a_share(ranked: list[str], grades: dict[str, int]) -> None:
    for figure in (ndcg, recall, reciprocal_rank):
        assert 0 <= figure(ranked, grades) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        ("ab", "a", 1.0),
        ("abcde", "ez", 0.5),
        ("abcdef", "f", 0.0),
        ("abcdef", "abcdef", 5 / 6),
        ("", "a", 0.0),
    ],
)
def test_recall_at_five(ranked: str, grades: str, expected: float) -> None:
    assert recall(list(ranked), dict.fromkeys(grades, 1)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [("a", 1.0), ("ba", 1 / 2), ("bcdefghija", 1 / 10), ("bcdefghijka", 0.0), ("", 0.0)],
)
def test_reciprocal_rank_at_ten(ranked: str, expected: float) -> None:
    assert reciprocal_rank(list(ranked), {"a": 1, "z": 2}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("passages", "spans", "expected"),
    [
        ([("a", 0, 10)], [("a", 0, 10)], 1.0),
        ([("a", 0, 10)], [("a", 5, 15)], 0.5),
        ([("a", 0, 10), ("a", 5, 20)], [("a", 5, 15)], 1.0),
        ([("b", 0, 10)], [("a", 0, 10)], 0.0),
        ([("a", 0, 10)], [("a", 0, 10), ("b", 0, 30)], 0.25),
        ([], [("a", 0, 1)], 0.0),
    ],
)
def test_the_share_of_spans_that_was_found(passages: list[Span], spans: list[Span], expected: float) -> None:
    assert covered(passages, spans) == pytest.approx(expected)


@given(SPANS, SPANS, SPANS)
def test_more_passages_never_cover_less(some: list[Span], more: list[Span], wanted: list[Span]) -> None:
    assert covered(some, wanted) <= covered(some + more, wanted) <= 1


@given(SCORES, SCORES)
def test_auroc_is_how_often_a_right_one_scores_above_a_wrong_one(
    right: list[float], wrong: list[float]
) -> None:
    wins = sum((one > other) + (one == other) / 2 for one in right for other in wrong)

    assert auroc(right, wrong) == pytest.approx(wins / len(right) / len(wrong), abs=1e-4)


def test_auroc_needs_both_kinds() -> None:
    assert auroc([], [0.1]) is None
    assert auroc([0.1], []) is None


def judged(
    id_: str, ranked: str, *, grades: dict[str, int] | None = None, confidence: float, ms: float
) -> Judged:
    answerable = grades is not None
    truth = LabelledQuestion(id_, "?", answerable, grades or {}, (("a", 0, 4),) if id_ == "q1" else ())
    return Judged(truth, list(ranked), [("a", 2, 9)], NOTHING, confidence, ms)


def test_the_scores_of_a_set() -> None:
    seen = [
        judged("q1", "ab", grades={"a": 1}, confidence=0.9, ms=10),
        judged("q2", "ba", grades={"a": 1}, confidence=0.2, ms=30),
        judged("q3", "ba", grades={}, confidence=0.6, ms=20),
        judged("q4", "ab", confidence=0.1, ms=50),
        judged("q5", "ab", confidence=0.5, ms=40),
    ]

    scores = Evaluation("small", Ranking.FUSED, 2, 6, 3.0, 0.5, seen).scores()

    assert scores == {
        "set": "small",
        "documents": 2,
        "passages": 6,
        "questions": 5,
        "ranking": "fused",
        "ndcg@10": round((1 + 1 / math.log2(3)) / 2, 4),
        "recall@5": 1.0,
        "mrr@10": 0.75,
        "span_recall@5": 0.5,
        "answerable": 3,
        "unanswerable": 2,
        "refusal_auroc": round(5 / 6, 4),
        "answered_of_answerable": 0.6667,
        "answered_of_unanswerable": 0.5,
        "ms_p50": 30,
        "ms_p95": 50,
        "passages_per_second": 2.0,
    }
    assert json.loads(json.dumps(scores)) == scores


def test_what_a_set_has_no_labels_for_is_left_open() -> None:
    scores = Evaluation(
        "small", Ranking.TERMS, 1, 1, 1.0, 0.5, [judged("q4", "a", confidence=0.4, ms=1)]
    ).scores()

    unknown = {"ndcg@10", "recall@5", "mrr@10", "span_recall@5", "refusal_auroc", "answered_of_answerable"}
    assert {name for name, value in scores.items() if value is None} == unknown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.jsonl").write_text('{"id": "d1", "title": "T", "text": "Words."}\n')
    (tmp_path / "queries.jsonl").write_text('{"id": "q1", "text": "What?"}\n')
    (tmp_path / "qrels.tsv").write_text("query_id\tdoc_id\tgrade\nq1\td1\t1\n")
    return tmp_path


def test_a_folder_is_read_with_whatever_else_its_lines_say(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text(
        '{"id": 7, "title": null, "text": "Words\u2028and more.", "url": "x"}\n\n'
        '{"id": "d2", "text": " \\n"}\r\n'
    )
    (folder / "queries.jsonl").write_text(
        '{"id": "q1", "text": "What?", "scenario": ""}\n{"id": "q2", "text": "Who?", "answerable": false}'
    )
    (folder / "qrels.tsv").write_text(
        "query_id\tdoc_id\tgrade\r\nq1\t7\t2\r\nq1\td2\t0\nq1\td3\t-1\nq2\t7\t1\n\n"
    )
    (folder / "spans.jsonl").write_text(
        '{"query_id": "q1", "doc_id": "7", "start": 1, "end": 3, "text": "or"}\n'
    )

    [document] = documents(folder)
    q1, q2 = questions(folder)

    assert (document.id, document.title, document.text) == ("7", None, "Words\u2028and more.")
    assert q1 == LabelledQuestion("q1", "What?", answerable=True, grades={"7": 2}, spans=(("7", 1, 3),))
    assert q2 == LabelledQuestion("q2", "Who?", answerable=False, grades={}, spans=())


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("corpus.jsonl", "{", r"corpus.jsonl, line 1: Invalid JSON"),
        ("corpus.jsonl", '\n{"id": "d1"}', r"corpus.jsonl, line 2: text: Field required"),
        ("corpus.jsonl", "[1]", r"corpus.jsonl, line 1: Input should be an object"),
        ("corpus.jsonl", '{"id": "d1", "text": 3.5e1, "title": []}', r"corpus.jsonl, line 1: title: "),
        ("corpus.jsonl", '{"id": "d1", "text": " "}', r"has no documents in corpus.jsonl"),
        ("queries.jsonl", "", r"has no questions in queries.jsonl"),
        (
            "queries.jsonl",
            '{"id": "q1", "text": "?", "answerable": "perhaps"}',
            r"queries.jsonl, line 1: answerable",
        ),
        ("qrels.tsv", "query_id\tdoc_id\tgrade\nq1 d1 1\n", r"qrels.tsv, line 2: not a question, a document"),
        (
            "qrels.tsv",
            "query_id\tdoc_id\tgrade\nq1\td1\t1\nq1\td1\thigh\n",
            r"qrels.tsv, line 3: not a question",
        ),
        ("qrels.tsv", "query_id\tdoc_id\tgrade\nq1\td1\t1\textra\n", r"qrels.tsv, line 2: not a question"),
        ("spans.jsonl", '{"query_id": "q1", "doc_id": "d1", "start": "?"}', r"spans.jsonl, line 1: start"),
        ("corpus.jsonl", "\udcff", r"corpus.jsonl is not text in UTF-8"),
    ],
)
def test_a_broken_folder_is_refused_by_line(folder: Path, file: str, content: str, sentence: str) -> None:
    (folder / file).write_text(content, errors="surrogateescape")

    with pytest.raises(LabelledFolderError, match=sentence):
        (documents(folder), questions(folder))


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_file_that_is_missing_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()

    with pytest.raises(LabelledFolderError, match=rf"{file} cannot be read: No such file"):
        (documents(folder), questions(folder))


def test_spans_may_be_missing_and_empty_ones_do_not_count(folder: Path) -> None:
    assert questions(folder)[0].spans == ()

    (folder / "spans.jsonl").write_text('{"query_id": "q1", "doc_id": "d1", "start": 3, "end": 3}')

    assert questions(folder)[0].spans == ()
