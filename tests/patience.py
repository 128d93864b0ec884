"""How long tests wait for what is to happen: as if the machine stood still for a while, since machines do.

A virtual machine can lose its processor for many seconds, and every clock goes on. So nothing here is a
measure of speed: what comes is taken at once, and only what never comes takes this long to be noticed.
"""

from bot.workspace.timings import Timings

PATIENCE = 60  # seconds
PATIENTLY = PATIENCE * 1000  # milliseconds, as Playwright counts

PATIENT = Timings(ack_seconds=PATIENCE, trigger_seconds=PATIENCE, redelivery_seconds=(0.2, 0.5, 1, 2))
"""For a workspace in which everything is acknowledged; an event that is not comes again soon."""

PING_SECONDS = 15
"""Between the SDK's pings of its socket; it gives a socket up after four without an answer."""
