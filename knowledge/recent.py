"""What was read lately, as long as nothing has changed since.

Everything in it is of one state of the store, named by its change number: at another number it is
emptied. So it can never say what the store no longer says, and how much it holds is bounded.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values that were asked for last, by id; several threads may use it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._at = -1
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = Lock()

    def known(self, ids: Iterable[str], at: int) -> dict[str, Value]:
        """Those of the values that it has of the state ``at``."""
        with self._lock:
            if at != self._at:
                return {}
            known = {id_: self._values[id_] for id_ in ids if id_ in self._values}
            for id_ in known:
                self._values.move_to_end(id_)
            return known

    def keep(self, values: Mapping[str, Value], at: int) -> None:
        """Keep what was read after the store had the state ``at``; what is older than that goes."""
        with self._lock:
            if at > self._at:
                self._values.clear()
                self._at = at
            if at == self._at:
                self._values.update(values)
                while len(self._values) > self._limit:
                    self._values.popitem(last=False)
