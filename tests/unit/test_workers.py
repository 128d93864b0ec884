"""The bounded queue: how many at a time, how many waiting, and how it ends."""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Event, Thread

import pytest

from bot.workers import Workers
from tests.patience import PATIENCE


@pytest.fixture
def go() -> Iterator[Event]:
    """Jobs that wait for it go on when it is set."""
    event = Event()
    yield event
    event.set()


def waiting_for(event: Event) -> Callable[[], None]:
    def job() -> None:
        assert event.wait(PATIENCE)

    return job


def test_a_job_is_done() -> None:
    done = Event()

    assert Workers(1, 1).offer(done.set)

    assert done.wait(PATIENCE)


def test_there_is_room_for_those_at_work_and_those_waiting_and_no_more(go: Event) -> None:
    workers = Workers(2, 3)

    assert [workers.offer(waiting_for(go)) for _ in range(6)] == [True] * 5 + [False]


def test_whoever_is_patient_waits_for_room(go: Event) -> None:
    workers, taken = Workers(1, 0), Event()
    workers.offer(waiting_for(go))

    def offer() -> None:
        workers.offer(taken.set, patiently=True)

    patient = Thread(target=offer)
    patient.start()
    assert not taken.is_set()
    go.set()

    assert taken.wait(PATIENCE)
    patient.join()


def test_a_job_that_fails_is_logged_and_makes_room(caplog: pytest.LogCaptureFixture) -> None:
    workers = Workers(1, 0)

    def fail() -> None:
        raise ZeroDivisionError

    workers.offer(fail)
    assert workers.offer(lambda: None, patiently=True)
    workers.drain(PATIENCE)

    [line] = caplog.records
    assert line.exc_info is not None
    assert line.exc_info[0] is ZeroDivisionError


def test_draining_finishes_what_there_is_and_takes_no_more() -> None:
    workers = Workers(1, 5)
    done: list[int] = []
    for number in range(5):
        workers.offer(partial(done.append, number))

    left = workers.drain(PATIENCE)

    assert (left, done) == (0, [0, 1, 2, 3, 4])
    assert not workers.offer(lambda: None)


def test_what_is_not_done_by_the_deadline_is_counted_and_never_begun(go: Event) -> None:
    workers, begun = Workers(1, 5), Event()
    workers.offer(waiting_for(go))
    workers.offer(begun.set)

    assert workers.drain(0) == 2
    go.set()
    workers._pool.shutdown(wait=True)

    assert not begun.is_set()


def test_whoever_still_waits_for_room_when_it_closes_is_told_no(go: Event) -> None:
    workers, answers = Workers(1, 0), []
    workers.offer(waiting_for(go))
    patient = Thread(target=lambda: answers.append(workers.offer(lambda: None, patiently=True)))
    patient.start()

    workers.drain(0)
    go.set()
    patient.join()

    assert answers == [False]
