"""Questions that ask nearly the same are one gap, which goes by the first of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import Embedder
from knowledge.gaps import ALIKE, groups, largest_first
from tests.visit_samples import NOW


def unit(angles: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([[np.cos(each), np.sin(each)] for each in angles], dtype=np.float32).reshape(-1, 2)


@given(st.lists(st.floats(0, 6.28), max_size=12))
def test_every_row_is_in_one_group_near_the_first_of_it(angles: list[float]) -> None:
    vectors = unit(angles)

    found = groups(vectors, 0.9)

    assert sorted(row for group in found for row in group) == list(range(len(angles)))
    for group in found:
        assert list(group) == sorted(group)
        assert all(vectors[row] @ vectors[group[0]] >= 0.9 for row in group[1:])


@given(st.lists(st.floats(0, 6.28), min_size=1, max_size=12))
def test_what_is_asked_later_moves_nothing_that_was_grouped(angles: list[float]) -> None:
    vectors = unit(angles)

    before, after = groups(vectors[:-1], 0.9), groups(vectors, 0.9)

    assert [group[0] for group in before] == [group[0] for group in after][: len(before)]
    assert all(set(old) <= set(new) for old, new in zip(before, after, strict=False))


def test_a_row_joins_the_nearest_group_and_not_the_first_that_is_near_enough() -> None:
    assert groups(unit([0, 0.5, 0.4]), 0.85) == ((0, 1, 2),)
    assert groups(unit([0, 0.6, 0.4]), 0.85) == ((0,), (1, 2))


def test_gaps_that_more_people_asked_about_come_first_and_of_those_the_latest() -> None:
    later = NOW.replace(hour=20)

    assert largest_first([(1, later), (3, NOW), (3, later)]) == [2, 1, 0]


@pytest.mark.parametrize(
    ("one", "other", "gaps"),
    [
        ("How are tenants involved in repairs?", "How do councils involve tenants in repairs?", 1),
        ("How much does sharing a chief executive cost?", "cost of a joint chief executive", 1),
        ("How are members trained for scrutiny?", "How do small districts recruit planners?", 2),
        ("Who pays for school transport?", "What worked to bring down homelessness?", 2),
    ],
)
def test_the_shipped_model_tells_questions_that_ask_the_same(
    shipped: Embedder, one: str, other: str, gaps: int
) -> None:
    found = groups(shipped.encode_query([one, other]), ALIKE)

    assert len(found) == gaps
