"""Days and office hours in London, where people and visits are unless somebody says otherwise."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MORNING, _EVENING = time(8), time(20)
_SATURDAY = 5


def day_of(moment: datetime) -> date:
    """The day that people say it is, which in summer begins an hour before that of UTC."""
    return moment.astimezone(LONDON).date()


def by_day(now: datetime) -> bool:
    """Whether people may be written to of what can wait."""
    return _MORNING <= now.astimezone(LONDON).time() < _EVENING


def at_work(now: datetime) -> bool:
    """By day, from Monday to Friday."""
    return by_day(now) and now.astimezone(LONDON).weekday() < _SATURDAY
