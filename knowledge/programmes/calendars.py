"""Programmes in iCalendar: what calendars export, and what they can subscribe to. Pure.

Theme and kind travel as categories, the roles of speakers as a property of our own that other
programs leave alone. Moments are written in UTC, which no change of clocks can move.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vCategory, vDDDTypes

from knowledge.model import Theme
from knowledge.programmes.drafts import Draft, Problem
from knowledge.visits import Session, SessionKind, Visit

_SPEAKER = "X-PEERBOT-SPEAKER"
_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")


def is_calendar(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"


def from_calendar(content: bytes) -> list[Draft | Problem]:
    """What each event that is not cancelled says, in the order of the file."""
    try:
        calendars = Calendar.from_ical(content.lstrip(b"\xef\xbb\xbf \t\r\n"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except ValueError as error:
        return [Problem("the file", f"it is no iCalendar file ({error})")]
    taking_place = [event for event in events if str(event.get("STATUS", "")).upper() != "CANCELLED"]
    return [_draft(number, event) for number, event in enumerate(taking_place, start=1)]


def to_calendar(visit: Visit, programme: Sequence[Session], *, now: datetime) -> bytes:
    """The programme as a calendar; ``now`` is when it was made, which the form asks for."""
    calendar = Calendar()
    calendar.add("prodid", "-//Peerbot//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", visit.title)
    calendar.add("x-wr-timezone", visit.time_zone)
    for session in programme:
        calendar.add_component(_event(session, now))
    content: bytes = calendar.to_ical()
    return content


def _draft(number: int, event: Any) -> Draft | Problem:
    title = str(event.get("SUMMARY", ""))
    place_in_file = f"event {number} ({title})" if title else f"event {number}"
    if any(name in event for name in _REPEATS):
        return Problem(place_in_file, "it repeats, and a session takes place once: write out each one")
    start, end = _start(event), _end(event)
    if start is None or end is None:
        return Problem(place_in_file, "it has no time to start and to end: whole days are no sessions")
    categories = _categories(event)
    return Draft(
        place_in_file=place_in_file,
        start=start,
        end=end,
        title=title,
        theme=next((name for name in categories if name in set(Theme)), ""),
        place=str(event.get("LOCATION", "")),
        speakers=_speakers(event),
        kind=next((name for name in categories if name in set(SessionKind)), ""),
    )


def _start(event: Any) -> datetime | None:
    found = _time(event, "DTSTART")
    return found if isinstance(found, datetime) else None


def _end(event: Any) -> datetime | None:
    end = _time(event, "DTEND")
    if isinstance(end, datetime):
        return end
    start, duration = _start(event), _time(event, "DURATION")
    if start is None or not isinstance(duration, timedelta):
        return None
    return (start.astimezone(UTC) if start.tzinfo else start) + duration  # an hour is one while clocks change


def _time(event: Any, name: str) -> Any:
    """None when there is none, more than one, or one that cannot be read."""
    found = event.get(name)
    return found.dt if isinstance(found, vDDDTypes) else None


def _categories(event: Any) -> list[str]:
    found = event.get("CATEGORIES", [])
    lists = found if isinstance(found, list) else [found]
    return [
        str(name).strip().casefold() for each in lists if isinstance(each, vCategory) for name in each.cats
    ]


def _speakers(event: Any) -> tuple[str, ...]:
    found = event.get(_SPEAKER, [])
    return tuple(str(each) for each in (found if isinstance(found, list) else [found]))


def _event(session: Session, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{session.id}@peerbot")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", session.start)
    event.add("dtend", session.end)
    event.add("summary", session.title)
    event.add("categories", [*([session.theme.value] if session.theme else []), session.kind.value])
    if session.place:
        event.add("location", session.place)
    for speaker in session.speakers:
        event.add(_SPEAKER, speaker)
    if session.speakers:
        event.add("description", f"Led by: {'; '.join(session.speakers)}")
    return event
