"""Times as people type them, made moments; the two nights when clocks change are not guessed at. Pure."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]+\d\d:\d\d.*")
_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})[ ,]+(\d{1,2})[:.](\d\d)(?::00)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::00)?")
_WORDED = ("%d %B %Y %H:%M", "%d %b %Y %H:%M")

FORMS = "write it as 2026-03-04 09:30 or 04/03/2026 09:30"


def moment(text: str, zone: ZoneInfo, day: date | None = None) -> datetime:
    """The moment in UTC; ``day`` is that of a time without one. ValueError says what is wrong."""
    read = _read(" ".join(text.split()), day)
    return read.astimezone(UTC) if read.tzinfo else at_host(read, zone)


class RepeatedTimeError(ValueError):
    """Clocks show this time twice, because they go back over it."""


def at_host(naive: datetime, zone: ZoneInfo, *, second: bool | None = None) -> datetime:
    """The moment when clocks in the zone show this; ValueError when they never do.

    RepeatedTimeError when they do twice, and ``second`` does not say which is meant.
    """
    first, again = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise ValueError(f"there is no {_said(naive)} in {zone}: clocks go forward over it")
    if first.utcoffset() != again.utcoffset() and second is None:
        raise RepeatedTimeError(
            f"clocks in {zone} show {_said(naive)} twice: add the offset, as in {first.isoformat()}"
        )
    return (again if second else first).astimezone(UTC)


def _read(text: str, day: date | None) -> datetime:
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(re.sub(" +", "T", text, count=1).replace(" ", ""))
        if british := _BRITISH.fullmatch(text):
            date_, month, year, hour, minute = map(int, british.groups())
            return datetime(year, month, date_, hour, minute)  # noqa: DTZ001  # the caller knows the zone
        if day and (clock := _CLOCK.fullmatch(text)):
            hour, minute = map(int, clock.groups())
            return datetime.combine(day, time(hour, minute))
        return _worded(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time: {FORMS}") from error


def _worded(text: str) -> datetime:
    for form in _WORDED:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  # the caller knows the zone
        except ValueError:
            continue
    raise ValueError(text)


def _said(naive: datetime) -> str:
    return f"{naive:%H:%M} on {naive.day} {naive:%B %Y}"
