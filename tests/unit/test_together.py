"""What several ask for at once is done in one go, and each gets what is theirs."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Condition, Event

import pytest

from embeddings.together import Together
from tests.patience import PATIENCE


class Slow:
    """Doubles numbers, when it is told to go on; remembers what came together."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.going_on = Event()
        self.began = Condition()

    def __call__(self, items: list[int]) -> list[int]:
        with self.began:
            self.goes.append(items)
            self.began.notify_all()
        assert self.going_on.wait(PATIENCE)
        if 13 in items:
            raise ValueError("unlucky")
        return [2 * item for item in items]

    def wait_for_one(self) -> None:
        with self.began:
            assert self.began.wait_for(lambda: self.goes, PATIENCE)


def asked_meanwhile(
    together: Together[int, int], slow: Slow, first: int, others: list[int]
) -> tuple[Future[int], list[Future[int]]]:
    """The first is being worked on while all the others ask."""
    with ThreadPoolExecutor(len(others) + 1) as pool:
        leading = pool.submit(together.do, first)
        slow.wait_for_one()
        following = []
        for number, other in enumerate(others, 1):
            following.append(pool.submit(together.do, other))
            wait_until_waiting(together, number)
        slow.going_on.set()
    return leading, following


def wait_until_waiting(together: Together[int, int], how_many: int) -> None:
    for _ in range(1000 * PATIENCE):
        if len(together._waiting) == how_many:
            return
        Event().wait(0.001)
    raise AssertionError(f"{how_many} never waited")


def test_whoever_asks_alone_is_served_alone() -> None:
    slow = Slow()
    slow.going_on.set()
    together = Together(slow, limit=8)

    assert [together.do(number) for number in (1, 2)] == [2, 4]
    assert slow.goes == [[1], [2]]


def test_those_who_ask_meanwhile_are_served_in_one_go_each_with_their_own() -> None:
    slow = Slow()

    first, others = asked_meanwhile(Together(slow, limit=8), slow, 1, [2, 3, 4])

    assert first.result() == 2
    assert [other.result() for other in others] == [4, 6, 8]
    assert slow.goes == [[1], [2, 3, 4]]


def test_no_go_is_larger_than_the_limit_and_nobody_is_left_out() -> None:
    slow = Slow()

    _, others = asked_meanwhile(Together(slow, limit=2), slow, 1, [2, 3, 4, 5, 6])

    assert [other.result() for other in others] == [4, 6, 8, 10, 12]
    assert slow.goes == [[1], [2, 3], [4, 5], [6]]


def test_an_error_reaches_all_who_asked_together_and_the_next_are_served() -> None:
    slow = Slow()
    together = Together(slow, limit=2)

    first, (bad, beside, after) = asked_meanwhile(together, slow, 1, [13, 3, 4])

    assert (first.result(), after.result()) == (2, 8)
    for failed in (bad, beside):
        with pytest.raises(ValueError, match="unlucky"):
            failed.result()
    assert together.do(5) == 10
