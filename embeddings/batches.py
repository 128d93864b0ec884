"""Texts of like length together, a bounded length at once: less to fill up, and it stays near the caches."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_BATCH_TOKENS = 768
"""With what the shorter ones are filled up by. From 512 to 2,000 it makes no difference for one thread; more
spill out of the caches, and the smaller the last batch, the less the other threads wait for it:
docs/profile.md."""

Done = TypeVar("Done")
Work = Callable[[list[int]], list[Done]]
"""Does the texts at these places, and gives what comes of them in that order."""


def in_batches(
    tokens: Sequence[int],
    work: Work[Done],
    each: Callable[[Work[Done], Iterable[list[int]]], Iterable[list[Done]]],
) -> list[Done]:
    """What comes of each text, in the order of the texts, of which ``tokens`` says how long they are.

    ``each`` calls the work, as ``map`` does.
    """
    batches = batched(tokens)
    done = [one for some in each(work, batches) for one in some]
    places = [place for some in batches for place in some]
    return [one for _, one in sorted(zip(places, done, strict=True), key=lambda pair: pair[0])]


def batched(tokens: Sequence[int]) -> list[list[int]]:
    """Places of the texts, those of like length together, the longest first, a bounded length at once."""
    batches: list[list[int]] = []
    for place in sorted(range(len(tokens)), key=lambda place: -tokens[place]):
        # What is shorter is filled up to the longest, which is the first.
        if not batches or (len(batches[-1]) + 1) * tokens[batches[-1][0]] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(place)
    return batches
