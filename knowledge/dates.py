"""Dates as precise as they are known: a year, a month or a day, in ISO 8601. Pure."""

import calendar

from knowledge.model import AS_OF


def first_day(as_of: str) -> int:
    """The first day it may mean, as the number yyyymmdd."""
    year, month, day = _parts(as_of)
    return year * 10_000 + (month or 1) * 100 + (day or 1)


def last_day(as_of: str) -> int:
    """The last day it may mean, as the number yyyymmdd."""
    year, month, day = _parts(as_of)
    month = month or 12
    return year * 10_000 + month * 100 + (day or calendar.monthrange(year, month)[1])


def _parts(as_of: str) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not known."""
    if not AS_OF.fullmatch(as_of):
        raise ValueError(f"{as_of!r} is no date of the form 2003, 2003-08 or 2003-08-01")
    year, month, day, *_ = (*map(int, as_of.split("-")), 0, 0)
    return year, month, day
