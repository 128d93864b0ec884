"""Sentences are weighed by what they mean and by the words of the question that they name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evidence import SHORTEST, Question, Sentence, sentences_of
from tests.found_passages import found, passages, question, stems

WORDS = st.sampled_from(
    ["kent", "saved", "money", "with", "partners", "and", "schools", "in", "towns", "people"]
)
SENTENCES = st.lists(WORDS, min_size=4, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)


def test_the_sentence_that_says_it_comes_first() -> None:
    text = "The weather was fine all week. Kent worked with the fire brigade. Lunch was served at noon."

    weighed = sentences_of(question("How did Kent work with the fire brigade?"), [found(text, "Kent")], stems)

    assert weighed[0].text == "Kent worked with the fire brigade."
    assert len(weighed) == 3


@given(st.lists(TEXTS, max_size=4), TEXTS, st.text(max_size=20))
def test_every_sentence_is_weighed_once_weightiest_first(texts: list[str], asked: str, more: str) -> None:
    shelf = passages("kent", texts, "Kent")

    weighed = sentences_of(question(asked + more), shelf, stems)

    weights = [one.weight for one in weighed]
    assert weights == sorted(weights, reverse=True)
    spans = [span for one in shelf for span in one.sentences if span[1] - span[0] >= SHORTEST]
    assert sorted(one.span for one in weighed) == sorted(spans)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_offsets_are_those_of_the_case_study(texts: list[str]) -> None:
    whole = "\n\n".join(texts)

    for one in sentences_of(question("kent"), passages("kent", texts), stems):
        start, end = one.span
        assert one.text == whole[start:end]


def test_of_two_sentences_as_near_the_one_that_names_more_weighs_more() -> None:
    passage = found("Kent worked with the fire brigade.", "Kent")

    assert Sentence(passage, 0, 0.5, 0.8).weight > Sentence(passage, 0, 0.5, 0.2).weight
    assert Sentence(passage, 0, 0.8, 0.5).weight > Sentence(passage, 0, 0.2, 0.5).weight


def test_labels_and_stray_words_are_no_sentences() -> None:
    shelf = [found("Cost: £5m. The council opened twelve schools.", "Kent")]

    assert [one.text for one in sentences_of(question("cost"), shelf, stems)] == [
        "The council opened twelve schools."
    ]


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=4), st.randoms())
def test_the_order_of_the_passages_does_not_matter(asked: str, texts: list[str], random: object) -> None:
    shelf = passages("kent", texts, "Kent")

    there = sentences_of(question(asked), shelf, stems)
    back = sentences_of(question(asked), shelf[::-1], stems)

    assert [(one.span, one.weight) for one in there] == [(one.span, one.weight) for one in back]


@pytest.mark.parametrize(
    ("named", "share"),
    [(set(), 0.0), ({"kent"}, 0.75), ({"parks"}, 0.25), ({"kent", "parks", "more"}, 1.0), ({"more"}, 0.0)],
)
def test_the_share_of_a_question_counts_how_telling_words_are(named: set[str], share: float) -> None:
    asked = Question("Kent parks", np.zeros(2, dtype=np.float32), {"kent": 3.0, "parks": 1.0})

    assert asked.share_named(named) == pytest.approx(share)


def test_a_question_without_telling_words_is_named_by_nothing() -> None:
    assert Question("", np.zeros(2, dtype=np.float32), {}).share_named({"kent"}) == 0
    assert Question("a", np.zeros(2, dtype=np.float32), {"a": 0.0}).share_named({"a"}) == 0


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_weight_grows_with_nearness_and_with_words_in_common(near: float, named: float, more: float) -> None:
    passage = found("Kent worked with the fire brigade.", "Kent")

    weight = Sentence(passage, 0, near, named).weight

    assert 0 <= weight <= 1
    assert Sentence(passage, 0, near, max(named, more)).weight >= weight
    assert Sentence(passage, 0, max(near, more), named).weight >= weight
