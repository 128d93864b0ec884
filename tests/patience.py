"""How long tests wait for what is to happen: as if the machine stood still for a while, since machines do.

A virtual machine can lose its processor for many seconds, and every clock goes on. So nothing here is a
measure of speed: what comes is taken at once, and only what never comes takes this long to be noticed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_bolt.listener.custom_listener import CustomListener

from bot.workspace.people import PATIENCE_SECONDS
from bot.workspace.timings import Timings

PATIENCE = PATIENCE_SECONDS
PATIENTLY = PATIENCE * 1000  # milliseconds, as Playwright counts

PATIENT = Timings(ack_seconds=PATIENCE, trigger_seconds=PATIENCE, redelivery_seconds=(0.2, 0.5, 1, 2))
"""For a workspace in which everything is acknowledged; an event that is not comes again soon."""

PING_SECONDS = 15
"""Between the SDK's pings of its socket; it gives a socket up after four without an answer."""


class _Patience:
    """What a listener has for its limit, whatever it is made with."""

    def __get__(self, _listener: CustomListener, _class: type[CustomListener]) -> int:
        return PATIENCE

    def __set__(self, _listener: CustomListener, _seconds: int) -> None: ...


@contextmanager
def patient_bolt() -> Iterator[None]:
    """Bolt waits three seconds for a listener to acknowledge; meanwhile it waits as the workspace does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(CustomListener, "ack_timeout", _Patience(), raising=False)
        yield
