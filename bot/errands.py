"""Work that follows from what somebody did, and that nobody waits for.

Errands are run one after another in the order they were asked for. One that waits already is not
asked for twice: what it will find when it begins is newer than what made it necessary.
"""

from collections.abc import Callable, Hashable
from threading import Lock

from bot.workers import Job, Workers

_MOST = 10_000  # errands are for people and visits, each waiting once


class Errands:
    """One thread, and what it has yet to do."""

    def __init__(self) -> None:
        self._workers = Workers(1, _MOST)
        self._lock = Lock()
        self._waiting: set[Hashable] = set()

    def run(self, about: Hashable, job: Job) -> None:
        """Have the job done soon; ``about`` tells it from the others."""
        with self._lock:
            if about in self._waiting:
                return
            self._waiting.add(about)
        if not self._workers.offer(self._begun(about, job)):
            self._begin(about)

    def drain(self, seconds: float) -> int:
        """Take no more and end what there is; how much was not done in time."""
        return self._workers.drain(seconds)

    def _begun(self, about: Hashable, job: Job) -> Callable[[], None]:
        def begin() -> None:
            self._begin(about)
            job()

        return begin

    def _begin(self, about: Hashable) -> None:
        with self._lock:
            self._waiting.discard(about)
