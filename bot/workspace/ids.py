"""Ids, secrets and timestamps in the forms Slack gives them."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from threading import Lock

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    """Ids that look like Slack's, never the same one twice, and repeatable with a seeded ``random``."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._lock = Lock()
        self._given: set[str] = set()

    def new(self, prefix: str, length: int = 10) -> str:
        """``prefix`` and capitals and digits, as in U0A1B2C3D4E."""
        with self._lock:
            while (made := prefix + "".join(self._random.choices(_ALPHABET, k=length))) in self._given:
                continue
            self._given.add(made)
            return made

    def secret(self, length: int = 24) -> str:
        with self._lock:
            return "".join(self._random.choices(_ALPHABET + _ALPHABET[10:].lower(), k=length))

    def uuid(self) -> str:
        with self._lock:
            digits = f"{self._random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Timestamps:
    """The ``ts`` of messages: the clock's time, and always later than the one before."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._last = 0

    def next(self) -> str:
        with self._lock:
            self._last = max(self._last + 1, int(self._now().timestamp() * 1_000_000))
            seconds, microseconds = divmod(self._last, 1_000_000)
        return f"{seconds}.{microseconds:06d}"
