"""Whether there is an answer is a probability that more evidence can only raise."""

from dataclasses import astuple, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coverage import FITTED, Decision, Signals, signals, threshold
from knowledge.evidence import sentences_of
from knowledge.index import Hit
from tests.found_passages import found, question, stems

SHARES = st.floats(0, 1)
SIGNALS = st.builds(Signals, **{field.name: SHARES for field in fields(Signals)})
WEIGHTS = st.builds(Signals, **{field.name: st.floats(0, 20) for field in fields(Signals)})
DECISIONS = st.builds(Decision, WEIGHTS, st.floats(-20, 20), SHARES, SHARES)


def hits(*similarities: float) -> list[Hit]:
    return [Hit(f"kent:{number}-9", 1.0, similarity, 0.0) for number, similarity in enumerate(similarities)]


@given(DECISIONS, SIGNALS)
def test_a_confidence_is_a_probability(decision: Decision, seen: Signals) -> None:
    assert 0 <= decision.confidence(seen) <= 1


@given(st.one_of(st.just(FITTED), DECISIONS), SIGNALS, SIGNALS)
def test_more_of_every_signal_never_lowers_confidence(
    decision: Decision, one: Signals, other: Signals
) -> None:
    less = Signals(*map(min, astuple(one), astuple(other)))
    more = Signals(*map(max, astuple(one), astuple(other)))

    assert decision.confidence(less) <= decision.confidence(more)


def test_what_was_fitted_uses_each_signal_and_tells_all_from_nothing() -> None:
    nothing, everything = (Signals(*[share] * len(fields(Signals))) for share in (0.0, 1.0))

    assert all(weight > 0 for weight in astuple(FITTED.weights))
    assert FITTED.confidence(nothing) < 0.02 < FITTED.answer_from < 0.98 < FITTED.confidence(everything)


def test_a_half_is_where_the_signals_outweigh_nothing() -> None:
    weights = Signals(*[2.0] * len(fields(Signals)))
    seen = Signals(*[0.5] * len(fields(Signals)))

    assert Decision(weights, -float(len(fields(Signals))), 0.5, 0.0).confidence(seen) == pytest.approx(0.5)


def test_the_signals_of_a_question() -> None:
    asked = question("Kent fire brigade", kent=2.0, fire=1.0, brigade=1.0)
    passage = found("Kent worked with the fire service.", "Kent")
    sentences = sentences_of(asked, [passage], stems)

    seen = signals(asked, hits(0.3, 0.9, 0.5, 0.4, 0.2), sentences, passage.text, stems)

    assert seen.ahead == 0.0
    assert seen.near == pytest.approx(sentences[0].similarity)
    assert seen.beyond == pytest.approx(sentences[0].similarity - 0.6)
    assert seen.lead == pytest.approx(0.9 - 0.4)
    assert seen.named == pytest.approx(0.75)


def test_a_sentence_is_ahead_of_all_that_were_read_and_the_three_nearest_count() -> None:
    asked = question("Kent fire brigade", kent=2.0, fire=1.0, brigade=1.0)
    passages = [
        found("Kent worked with the fire service.", "Kent"),
        found(" ".join(["Lunch was cold again on that day."] * 5)),
    ]
    sentences = sentences_of(asked, passages, stems)
    weights = [sentence.weight for sentence in sentences]
    nearest = sorted((sentence.similarity for sentence in sentences), reverse=True)[:3]

    seen = signals(asked, hits(0.3, 0.9), sentences, "", stems)

    assert len(weights) > 3
    assert seen.ahead == pytest.approx(max(weights) - sum(weights) / len(weights))
    assert seen.near == pytest.approx(sum(nearest) / 3)
    assert seen.beyond == pytest.approx(seen.near - 0.6)


@pytest.mark.parametrize(
    ("wrong", "withheld", "expected"), [(1, 1, 0.5), (2, 3, 0.4), (3, 1, 0.75), (0, 1, 0.0)]
)
def test_the_threshold_is_where_showing_and_withholding_cost_the_same(
    wrong: float, withheld: float, expected: float
) -> None:
    least = threshold(wrong_shown=wrong, right_withheld=withheld)

    assert least == pytest.approx(expected)
    assert least * withheld == pytest.approx((1 - least) * wrong)


def test_where_nothing_is_found_there_are_no_signals() -> None:
    assert signals(question("Kent"), [], [], "", stems) == Signals(*[0.0] * len(fields(Signals)))
