"""Texts of like length together, a bounded length at once: less to fill up, and it stays near the caches."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_BATCH = 32  # texts at most
_BATCH_CHARACTERS = 6000  # with what they are filled up by, some 1,500 tokens: more spill out of the caches

Done = TypeVar("Done")
Work = Callable[[list[int]], list[Done]]
"""Does the texts at these places, and gives what comes of them in that order."""


def in_batches(
    texts: Sequence[str],
    work: Work[Done],
    each: Callable[[Work[Done], Iterable[list[int]]], Iterable[list[Done]]] = map,
) -> list[Done]:
    """What comes of each text, in the order of the texts; ``each`` calls the work, as ``map`` does."""
    batches = batched(texts)
    done = [one for some in each(work, batches) for one in some]
    places = [place for some in batches for place in some]
    return [one for _, one in sorted(zip(places, done, strict=True), key=lambda pair: pair[0])]


def batched(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts, those of like length together, the longest first, a bounded length at once."""
    batches: list[list[int]] = []
    for place in sorted(range(len(texts)), key=lambda place: -len(texts[place])):
        # What is shorter is filled up to the longest, which is the first.
        if not batches or len(batches[-1]) >= min(
            _BATCH, _BATCH_CHARACTERS // max(1, len(texts[batches[-1][0]]))
        ):
            batches.append([])
        batches[-1].append(place)
    return batches
