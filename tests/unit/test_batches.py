"""Texts that are encoded together are of like length, and never too many characters at once."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.batches import _BATCH, _BATCH_CHARACTERS, batched

TEXTS = st.lists(st.integers(0, 9000).map(lambda length: "x" * length), max_size=120)


@given(TEXTS)
def test_every_text_is_in_one_batch_the_longest_first(texts: list[str]) -> None:
    batches = batched(texts)

    places = [place for some in batches for place in some]
    lengths = [len(texts[place]) for place in places]
    assert sorted(places) == list(range(len(texts)))
    assert lengths == sorted(lengths, reverse=True)


@given(TEXTS)
def test_a_batch_filled_up_to_its_longest_text_stays_within_bounds(texts: list[str]) -> None:
    for some in batched(texts):
        longest = max(len(texts[place]) for place in some)
        assert 1 <= len(some) <= _BATCH
        assert len(some) == 1 or len(some) * longest <= _BATCH_CHARACTERS


def test_no_batch_is_begun_while_the_last_has_room() -> None:
    assert [len(some) for some in batched(["x" * 1000] * 13)] == [6, 6, 1]
    assert [len(some) for some in batched([""] * 40)] == [32, 8]
