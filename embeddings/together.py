"""Work that several ask for at the same time, done for all of them in one go.

Whoever asks while nobody works is served at once and alone. Whoever asks meanwhile waits for that to
end, and then one of those who wait does the work for all of them: nobody waits for others to come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Place(Generic[Item, Result]):
    """One who asked."""

    item: Item
    turn: Event = field(default_factory=Event)
    """Set when the work is done for it, or when it is its turn to do it."""
    results: Sequence[Result] = ()
    """Its own, once there is one."""
    error: BaseException | None = None


class Together(Generic[Item, Result]):
    """Calls ``work`` in one thread at a time, with all that was asked for meanwhile, at most ``limit``."""

    def __init__(self, work: Callable[[list[Item]], Sequence[Result]], limit: int) -> None:
        self._work = work
        self._limit = limit
        self._lock = Lock()
        self._waiting: list[_Place[Item, Result]] = []
        self._busy = False

    def do(self, item: Item) -> Result:
        """What ``work`` makes of the item; raises what it raises."""
        mine: _Place[Item, Result] = _Place(item)
        with self._lock:
            self._waiting.append(mine)
            waits, self._busy = self._busy, True
        if waits:
            mine.turn.wait()
        if not mine.results and mine.error is None:
            self._do_for_all()
        if mine.error is not None:
            raise mine.error
        [result] = mine.results
        return result

    def _do_for_all(self) -> None:
        """By whoever has waited longest, so for itself as well."""
        with self._lock:
            some, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
        try:
            results = self._work([place.item for place in some])
        except BaseException as error:
            self._settle(some, [], error)
            raise
        self._settle(some, results, None)

    def _settle(
        self, some: list[_Place[Item, Result]], results: Sequence[Result], error: BaseException | None
    ) -> None:
        """Tell all that it is done, and the next that it is their turn."""
        for number, place in enumerate(some):
            place.results, place.error = results[number : number + 1], error
            place.turn.set()
        with self._lock:
            self._busy = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.set()
