"""What Peerbot does by itself, looked at every now and then: digests, reminders, plans that changed.

A chore looks at the store and the clock, does what is due and has not been done, and is done again
at the next round; so it may fail, or die half-way, and nothing is lost. It never counts on being
called at a certain time.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Protocol

log = logging.getLogger(__name__)

EVERY_SECONDS = 20.0


class Chore(Protocol):
    """Something that is due at certain times; a class of ``bot.chores``."""

    def do(self, now: datetime) -> None:
        """Do what is due by ``now``; anything it raises is logged, and tried again at the next round."""
        ...


class Rounds:
    """Goes the rounds in a thread of its own until it is stopped."""

    def __init__(
        self, chores: Sequence[Chore], now: Callable[[], datetime], every_seconds: float = EVERY_SECONDS
    ) -> None:
        self._chores = chores
        self._now = now
        self._every_seconds = every_seconds
        self._stopping = Event()
        self._thread = Thread(target=self._go, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the chore that is being done end, and begin no other."""
        self._stopping.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._stopping.wait(self._every_seconds):
            self.once()

    def once(self) -> None:
        """Do every chore once; one that fails keeps no other from being done."""
        for chore in self._chores:
            if self._stopping.is_set():
                return
            try:
                chore.do(self._now())
            except Exception:  # nobody else would hear of it; the next round tries again
                log.exception("chore failed", extra={"chore": type(chore).__name__})
