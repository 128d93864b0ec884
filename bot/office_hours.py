"""When people are written to of what can wait: by day, in London, where a visit is unless somebody says."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MORNING, _EVENING = time(8), time(20)
_SATURDAY = 5


def by_day(now: datetime) -> bool:
    return _MORNING <= now.astimezone(LONDON).time() < _EVENING


def at_work(now: datetime) -> bool:
    """By day, from Monday to Friday."""
    return by_day(now) and now.astimezone(LONDON).weekday() < _SATURDAY
