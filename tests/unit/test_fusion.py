"""One ranking out of two: order, ties, and passages that only one of them found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.fusion import DENSE_WEIGHT, NAMED_WEIGHT, ONLY_WORDS, Hit, Reading, fuse, refine

IDS = st.sampled_from("abcdefgh")
SIMILARITIES = st.dictionaries(IDS, st.floats(-1, 1))
TERMS = st.dictionaries(IDS, st.floats(0.001, 40))
SHARES = st.floats(0, 1)


@given(SIMILARITIES, TERMS, SHARES)
def test_every_passage_of_both_is_there_once_best_first(
    similarities: dict[str, float], terms: dict[str, float], share: float
) -> None:
    hits = fuse(similarities, terms, share)

    assert sorted(hit.passage for hit in hits) == sorted(similarities.keys() | terms.keys())
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage))
    assert all(hit.score <= 1 + 1e-9 for hit in hits)


def test_of_those_with_nothing_but_words_in_common_the_wordiest_are_ranked() -> None:
    words = {f"w{number:03}": float(number) for number in range(1, ONLY_WORDS + 50)}

    hits = fuse({"near": 0.9, "w001": 0.1}, words)

    assert len(hits) == ONLY_WORDS + 2
    assert {hit.passage for hit in hits} == {"near", "w001", *sorted(words)[-ONLY_WORDS:]}
    assert next(hit for hit in hits if hit.passage == "w001").terms == 1.0


@given(SIMILARITIES, TERMS, SHARES)
def test_the_order_they_were_found_in_does_not_matter(
    similarities: dict[str, float], terms: dict[str, float], share: float
) -> None:
    backwards = fuse(dict(reversed(similarities.items())), dict(reversed(terms.items())), share)

    assert fuse(similarities, terms, share) == backwards


@given(SIMILARITIES, TERMS, SHARES)
def test_what_is_better_in_both_is_never_ranked_lower(
    similarities: dict[str, float], terms: dict[str, float], share: float
) -> None:
    hits = fuse(similarities, terms, share)

    for place, hit in enumerate(hits):
        for lower in hits[place:]:
            assert not (
                lower.similarity > hit.similarity and lower.terms > hit.terms and lower.score < hit.score
            )


def test_each_score_counts_by_its_share_of_the_best() -> None:
    hits = fuse({"a": 0.8, "b": 0.4}, {"b": 10.0, "a": 5.0}, dense_weight=0.6)

    assert [hit.passage for hit in hits] == ["a", "b"]
    assert [hit.score for hit in hits] == pytest.approx([0.8, 0.7])


def test_ties_stand_in_the_order_of_their_ids() -> None:
    assert [hit.passage for hit in fuse({"b": 0.5, "c": 0.5, "a": 0.5}, {})] == ["a", "b", "c"]


def test_a_passage_the_vectors_missed_counts_as_far_as_the_furthest() -> None:
    hits = fuse({"a": 0.8, "b": 0.2}, {"c": 4.0}, dense_weight=0.5)

    missed = next(hit for hit in hits if hit.passage == "c")
    assert missed == Hit("c", 0.5 * 0.25 + 0.5, similarity=0.2, terms=4.0, worded=0.5)


def test_a_passage_without_a_word_of_the_question_has_none() -> None:
    [hit] = fuse({"a": 0.8}, {})

    assert hit == Hit("a", DENSE_WEIGHT, similarity=0.8, terms=0.0)


@pytest.mark.parametrize(("similarities", "terms"), [({}, {}), ({"a": -0.5}, {}), ({"a": 0.0}, {})])
def test_nothing_near_scores_nothing(similarities: dict[str, float], terms: dict[str, float]) -> None:
    assert [hit.score for hit in fuse(similarities, terms)] == [0.0] * len(similarities)


def test_what_was_read_comes_first_as_near_as_passage_and_sentence_are_on_average() -> None:
    hits = [Hit("a", 0.9, 0.8, 10.0), Hit("b", 0.8, 0.6, 10.0), Hit("c", 0.7, 0.9, 5.0)]

    refined = refine(hits, {"a": Reading(0.4, named=0.5), "b": Reading(0.9, named=0.5)})

    assert [hit.passage for hit in refined] == ["b", "a", "c"]
    assert refined[0].score == pytest.approx(1.0 + NAMED_WEIGHT / 2)
    assert refined[1].score == pytest.approx(
        DENSE_WEIGHT * 0.64 / 0.72 + (1 - DENSE_WEIGHT) + NAMED_WEIGHT / 2
    )
    assert [hit.similarity for hit in refined] == [0.6, 0.8, 0.9]


def test_what_words_give_a_passage_is_told_apart() -> None:
    hits = fuse({"own": 0.8, "among": 0.4}, {"among": 10.0})

    [among, own] = refine(hits, {"own": Reading(0.8, named=1.0), "among": Reading(0.4, named=0.0)})[::-1]

    assert own.unworded == pytest.approx(DENSE_WEIGHT + NAMED_WEIGHT)
    assert among.score == pytest.approx(DENSE_WEIGHT / 2 + 1 - DENSE_WEIGHT)
    assert among.unworded == pytest.approx(DENSE_WEIGHT / 2)


@given(SIMILARITIES, TERMS)
def test_without_words_a_passage_scores_what_its_similarity_gives(
    similarities: dict[str, float], terms: dict[str, float]
) -> None:
    unworded = {hit.passage: hit.unworded for hit in fuse(similarities, {})}

    for hit in fuse(similarities, terms):
        assert hit.passage not in unworded or hit.unworded == pytest.approx(unworded[hit.passage], abs=1e-9)


def test_of_two_that_are_as_near_the_one_that_names_more_of_the_question_is_first() -> None:
    hits = [Hit("a", 0.9, 0.8, 10.0), Hit("b", 0.9, 0.8, 10.0)]

    refined = refine(hits, {"a": Reading(0.7, named=0.3), "b": Reading(0.7, named=0.9)})

    assert [hit.passage for hit in refined] == ["b", "a"]


@given(SIMILARITIES, TERMS, st.dictionaries(IDS, st.builds(Reading, st.floats(-1, 1), SHARES)))
def test_refining_keeps_every_passage_once_and_the_order_of_the_rest(
    similarities: dict[str, float], terms: dict[str, float], readings: dict[str, Reading]
) -> None:
    hits = fuse(similarities, terms)

    refined = refine(hits, readings)

    rest = [hit for hit in hits if hit.passage not in readings]
    assert sorted(hit.passage for hit in refined) == sorted(hit.passage for hit in hits)
    assert refined[len(refined) - len(rest) :] == rest
