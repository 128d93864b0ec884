"""What goes wrong on purpose, so that one can see how the app takes it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock


class FaultKind(StrEnum):
    """The ways in which Slack has been seen to fail."""

    RATE_LIMITED = "rate_limited"
    """Web API calls are answered 429 with ``Retry-After: seconds``."""
    SERVER_ERROR = "server_error"
    """Web API calls are answered 500."""
    LOST_ANSWER = "lost_answer"
    """Web API calls are carried out, and the connection breaks before they are answered."""
    SLOW_ANSWER = "slow_answer"
    """Web API calls are answered ``seconds`` late."""
    DROPPED_SOCKET = "dropped_socket"
    """The socket is cut instead of an envelope being sent on it."""
    DUPLICATE_DELIVERY = "duplicate_delivery"
    """An event that was acknowledged is delivered once more."""
    EXPIRED_TRIGGER = "expired_trigger"
    """Trigger ids are too old when they are used."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is switched on."""

    kind: FaultKind
    times: int | None = 1
    """How often it still happens; None until it is switched off."""
    method: str | None = None
    """The Web API method it is about; None for all of them."""
    seconds: float = 1


class Faults:
    """The faults that are on, at most one of a kind and method."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: dict[tuple[FaultKind, str | None], Fault] = {}

    def on(self) -> tuple[Fault, ...]:
        with self._lock:
            return tuple(self._faults.values())

    def switch_on(self, fault: Fault) -> None:
        with self._lock:
            self._faults[fault.kind, fault.method] = fault

    def switch_off(self, kind: FaultKind, method: str | None = None) -> None:
        with self._lock:
            self._faults.pop((kind, method), None)

    def take(self, kind: FaultKind, method: str | None = None) -> Fault | None:
        """The fault that happens now, counted down; None when nothing goes wrong."""
        with self._lock:
            for key in ((kind, method), (kind, None)):
                if fault := self._faults.get(key):
                    self._count_down(key, fault)
                    return fault
        return None

    def _count_down(self, key: tuple[FaultKind, str | None], fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._faults[key] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[key]
