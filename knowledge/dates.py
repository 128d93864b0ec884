"""Dates as precise as they are known: a year, a month or a day, in ISO 8601. Pure."""

import calendar
import re

_AS_OF = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def is_as_of(text: str) -> bool:
    """Whether the text is a date of this form that exists: "2003", "2003-02" or "2003-02-28"."""
    match = _AS_OF.fullmatch(text)
    return bool(match) and int(text[:4]) > 0 and last_day(text) >= first_day(text)


def first_day(as_of: str) -> int:
    """The first day it may mean, as the number yyyymmdd."""
    year, month, day = _parts(as_of)
    return year * 10_000 + (month or 1) * 100 + (day or 1)


def last_day(as_of: str) -> int:
    """The last day it may mean, as the number yyyymmdd."""
    year, month, day = _parts(as_of)
    month = month or 12
    length = calendar.monthrange(year, month)[1]
    if day and day > length:
        return 0
    return year * 10_000 + month * 100 + (day or length)


def _parts(as_of: str) -> tuple[int, int | None, int | None]:
    match = _AS_OF.fullmatch(as_of)
    if not match:
        raise ValueError(f"{as_of!r} is no date of the form 2003, 2003-08 or 2003-08-01")
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None
