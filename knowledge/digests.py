"""When those who facilitate a visit hear how a day of it went. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.nudges import QUIET_FROM
from knowledge.visits import UNDER_WAY, Session, Visit

AFTER_LAST = timedelta(minutes=45)
"""From the end of the day's last session: peers have been reminded by then, and had time to write."""
EARLIEST = time(17)
"""A day that ends at noon still has an afternoon for writing things down."""

LATEST = time(QUIET_FROM.hour - 1, 30)
"""Half an hour before nobody is written to, however late the day's last session ends."""


def digest_due(visit: Visit, programme: Sequence[Session], now: datetime) -> date | None:
    """The day of the visit whose digest is due by now; None when none is.

    It is due from the evening, before the quiet hours begin, until the day is over: whoever was told
    nothing by then finds it all on App Home.
    """
    today = visit.local(now).date()
    if visit.state not in UNDER_WAY or not visit.starts <= today <= visit.ends:
        return None
    zone = ZoneInfo(visit.time_zone)
    ends = [session.end for session in programme if visit.local(session.end).date() == today]
    earliest, latest = (datetime.combine(today, clock, zone) for clock in (EARLIEST, LATEST))
    # Moments, not clocks, are compared: on the day clocks change an hour of them is missing.
    due = max([earliest, *(end + AFTER_LAST for end in ends)], key=datetime.timestamp)
    return today if min(due, latest, key=datetime.timestamp).timestamp() <= now.timestamp() else None
