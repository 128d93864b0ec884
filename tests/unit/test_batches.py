"""Texts that are encoded together are of like length, and never too many tokens at once."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.batches import _BATCH_TOKENS, batched

LENGTHS = st.lists(st.integers(0, 2 * _BATCH_TOKENS), max_size=120)


@given(LENGTHS)
def test_every_text_is_in_one_batch_the_longest_first(lengths: list[int]) -> None:
    batches = batched(lengths)

    places = [place for some in batches for place in some]
    assert sorted(places) == list(range(len(lengths)))
    assert [lengths[place] for place in places] == sorted(lengths, reverse=True)


@given(LENGTHS)
def test_a_batch_filled_up_to_its_longest_text_stays_within_bounds(lengths: list[int]) -> None:
    for some in batched(lengths):
        assert len(some) == 1 or len(some) * max(lengths[place] for place in some) <= _BATCH_TOKENS


def test_no_batch_is_begun_while_the_last_has_room() -> None:
    assert [len(some) for some in batched([256] * 13)] == [3, 3, 3, 3, 1]
    assert [len(some) for some in batched([20] * 80)] == [38, 38, 4]
