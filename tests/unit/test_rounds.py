"""The rounds: every chore is done again and again, and one that fails stops nobody."""

from datetime import UTC, datetime
from threading import Event

import pytest

from bot.rounds import Rounds

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class Noted:
    def __init__(self, times: int = 1, error: Exception | None = None) -> None:
        self.done: list[datetime] = []
        self.enough = Event()
        self._times = times
        self._error = error

    def do(self, now: datetime) -> None:
        self.done.append(now)
        if len(self.done) >= self._times:
            self.enough.set()
        if self._error:
            raise self._error


def test_a_chore_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    broken, other = Noted(error=OSError("Slack is down")), Noted()

    Rounds([broken, other], lambda: NOW).once()

    assert (broken.done, other.done) == ([NOW], [NOW])
    assert [record.getMessage() for record in caplog.records] == ["chore failed"]


def test_the_rounds_are_gone_until_they_are_stopped() -> None:
    chore = Noted(times=3)
    rounds = Rounds([chore], lambda: NOW, every_seconds=0.001)

    rounds.start()
    assert chore.enough.wait(10)
    rounds.stop()
    done = len(chore.done)
    rounds.once()

    assert len(chore.done) == done
