"""Errands: one after another, and what waits already is not asked for twice."""

from threading import Event

from bot.errands import Errands


def test_what_waits_is_done_once_and_what_has_begun_is_done_again() -> None:
    errands, begun, go_on, done = Errands(), Event(), Event(), list[str]()

    def slow() -> None:
        begun.set()
        assert go_on.wait(10)
        done.append("slow")

    errands.run("a", slow)
    assert begun.wait(10)
    errands.run("a", lambda: done.append("a"))
    errands.run("b", lambda: done.append("b"))
    errands.run("a", lambda: done.append("never"))
    go_on.set()

    assert errands.drain(10) == 0
    assert done == ["slow", "a", "b"]


def test_one_that_fails_keeps_no_other_from_being_done() -> None:
    errands, done = Errands(), list[str]()

    def fail() -> None:
        raise OSError("Slack is down")

    errands.run("a", fail)
    errands.run("b", lambda: done.append("b"))

    assert errands.drain(10) == 0
    assert done == ["b"]


def test_after_the_end_nothing_more_is_taken() -> None:
    errands, done = Errands(), list[str]()
    errands.drain(10)

    errands.run("a", lambda: done.append("a"))

    assert done == []
