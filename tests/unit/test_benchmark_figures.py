"""The figures of the benchmark mean what its page says they mean."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation import auroc as evaluated
from knowledge.labelled import LabelledQuestion
from tests.benchmarks import charts, figures, scoring, tables
from tests.benchmarks.benchmark import earlier
from tests.benchmarks.measuring import BLOCK, Seen

SHARES = st.floats(0, 1)


def numbers(*values: float) -> scoring.Numbers:
    return np.array(values, dtype=np.float64)


def question(*right: str, answerable: bool = True) -> LabelledQuestion:
    return LabelledQuestion("q", "How?", answerable, dict.fromkeys(right, 1), ())


@given(st.lists(st.tuples(SHARES, st.booleans()), min_size=2))
def test_auroc_is_that_of_the_evaluation(judged: list[tuple[float, bool]]) -> None:
    expected = evaluated([c for c, yes in judged if yes], [c for c, yes in judged if not yes])

    found = scoring.auroc(numbers(*(c for c, _ in judged)), numbers(*(yes for _, yes in judged)))

    assert math.isnan(found) if expected is None else found == pytest.approx(expected, abs=1e-4)


def test_coverage_stops_where_too_many_answers_would_be_wrong() -> None:
    surest_first = numbers(9, 8, 7, 6, 5, 4, 3, 2)

    # One wrong of five is allowed; the sixth question makes it two of six.
    assert scoring.coverage_at_risk(surest_first, numbers(1, 1, 1, 1, 0, 0, 1, 0)) == 5 / 8


def test_coverage_may_dip_below_the_risk_and_recover() -> None:
    assert scoring.coverage_at_risk(numbers(5, 4, 3, 2, 1), numbers(0, 1, 1, 1, 1)) == 1


def test_no_threshold_parts_questions_of_equal_confidence() -> None:
    assert scoring.coverage_at_risk(numbers(1, 1, 1, 1), numbers(1, 1, 0, 0)) == 0


@given(st.lists(SHARES, min_size=1, max_size=30))
def test_an_interval_lies_within_what_was_seen_and_is_the_same_each_time(values: list[float]) -> None:
    low, high = scoring.interval(scoring.mean, values)

    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert (low, high) == scoring.interval(scoring.mean, values)


def test_documents_are_ranked_by_their_best_passage() -> None:
    seen = Seen(pieces=[["b:0-9", "a:0-5", "b:10-20"]], confidence=[0.5])

    quality = figures.quality(seen, [question("a")])

    assert quality["mrr@10"] == {"value": 0.5, "low": 0.5, "high": 0.5}
    assert quality["span_recall@5"] is None
    assert quality["refusal_auroc"] is None


def test_a_wrong_document_and_a_question_without_an_answer_are_both_risks() -> None:
    seen = Seen(pieces=[["a:0-9"]] * 3, confidence=[0.9, 0.8, 0.7])

    quality = figures.quality(seen, [question("a"), question("b"), question(answerable=False)])

    assert quality["coverage_at_20%_risk"]
    assert quality["coverage_at_20%_risk"]["value"] == pytest.approx(1 / 3, abs=1e-4)


def test_who_is_ahead_is_told_question_by_question() -> None:
    ours, theirs = Seen(pieces=[["a:0-9"], ["a:0-9"]]), Seen(pieces=[["a:0-9"], ["b:0-9"]])

    ahead = figures.lead(ours, theirs, [question("a"), question("a")])

    assert ahead
    assert (ahead["value"], ahead["low"], ahead["high"]) == (0.5, 0.0, 1.0)


def test_times_are_told_as_ratios_to_the_bare_model_in_the_same_block() -> None:
    bare = Seen(build_seconds=[10, 20], rank_ms=[10.0] * BLOCK + [30.0] * BLOCK)
    seen = Seen(
        build_seconds=[20, 40],
        passages=400,
        rank_ms=[20.0] * BLOCK + [60.0] * BLOCK,
        judge_ms=[30.0] * BLOCK + [90.0] * BLOCK,
    )

    speed = figures.speed(seen, bare, seen)

    assert speed["indexing_ratio"]["median"] == 0.5
    assert (speed["question_ratio"]["median"], speed["answer_ratio"]["median"]) == (2, 3)
    assert speed["beyond_encoding_ms"] == 20
    assert speed["passages_per_second"] == {"median": 15.0, "low": 12.5, "high": 17.5}


def published() -> dict[str, Any]:
    """Results of one set, in which one system was measured and one failed."""
    seen = Seen(build_seconds=[1], passages=1, rank_ms=[1], judge_ms=[1], pieces=[["a:0-9"]], confidence=[1])
    row = {
        "system": "Peerbot",
        "quality": figures.quality(seen, [question("a")]),
        "ahead": None,
        "speed": figures.speed(seen, seen, seen),
    }
    return {
        "machine": {"processor": "some processor", "cores": 2, "memory_gb": 24, "system": "Linux"},
        "systems": [{"system": "Peerbot", "versions": "peerbot 0.1.0", "confidence": "its own"}],
        "sets": [
            {
                "set": "rules",
                "made": "2026-11-26",
                "command": "make benchmark",
                "commit": "1234567",
                "rounds": 3,
                "documents": 1,
                "passages": 1,
                "questions": 1,
                "systems": [row],
                "failed": [{"system": "Other", "said": "no such model"}],
            }
        ],
    }


def test_the_page_names_who_is_missing_and_what_it_said() -> None:
    page = tables.page(published())

    assert "| Peerbot | 1.000 [1.000, 1.000] |" in page
    assert "Other is missing: no such model" in page
    assert "some processor, 2 cores" in page
    assert "Made by `make benchmark` on 2026-11-26 at commit 1234567; each index was built 3 times." in page


def test_the_pictures_show_each_set_and_system_and_are_the_same_each_time(tmp_path: Path) -> None:
    drawn = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        charts.draw(published(), folder)
        drawn.append([(folder / name).read_text() for name in ("quality.svg", "speed.svg")])

    (quality, speed), again = drawn
    assert [quality, speed] == again
    assert all(f">{word}<" in quality for word in ("rules", "Peerbot"))
    assert all(f">{word}<" in speed for word in ("memory, MB", "Peerbot"))


def test_without_a_system_that_was_measured_there_is_no_picture(tmp_path: Path) -> None:
    results = published()
    results["sets"][0]["systems"] = []

    charts.draw(results, tmp_path)

    assert [*tmp_path.iterdir()] == []


def test_figures_of_another_set_stay_while_the_machine_and_the_others_are_the_same(tmp_path: Path) -> None:
    ours, theirs = {"system": "Peerbot", "versions": "0.1.0"}, {"system": "Other", "versions": "1"}
    now = {"quick": False, "machine": {"cores": 2}, "systems": [ours, theirs]}
    (tmp_path / "results.json").write_text(json.dumps(now | {"sets": [{"set": "rules"}]}), encoding="utf-8")

    assert earlier(tmp_path, now) == {"rules": {"set": "rules"}}
    assert earlier(tmp_path, now | {"machine": {"cores": 4}}) == {}
    assert earlier(tmp_path, now | {"systems": [ours, theirs | {"versions": "2"}]}) == {}
    assert earlier(tmp_path, now | {"systems": [ours | {"versions": "0.2.0"}, theirs]}) != {}
    assert earlier(tmp_path / "new", now) == {}
