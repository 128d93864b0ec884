"""A session as a file has it, before anybody has checked it. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from knowledge.fields import choice, complaint, line
from knowledge.model import Theme
from knowledge.programmes.times import at_host, moment
from knowledge.visits import Session, SessionKind, Visit


@dataclass(frozen=True, slots=True)
class Draft:
    """What one line, or one event, says."""

    place_in_file: str
    """Where it stands: "line 3"."""
    start: str | datetime
    end: str | datetime
    """A naive datetime is the host's time; text may be a time of the day that ``start`` names."""
    title: str
    theme: str = ""
    place: str = ""
    speakers: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line, or an event, cannot be imported."""

    place_in_file: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place_in_file}: {self.sentence}"


def session(draft: Draft, visit: Visit) -> Session | Problem:
    try:
        return _session(draft, visit)
    except ValidationError as error:
        return Problem(draft.place_in_file, complaint(error))
    except ValueError as error:
        return Problem(draft.place_in_file, str(error))


def session_id(visit: str, start: datetime, title: str) -> str:
    """The same for the same session however often a programme is imported."""
    return hashlib.sha256(f"{visit}\n{start.isoformat()}\n{line(title).casefold()}".encode()).hexdigest()[:16]


def _session(draft: Draft, visit: Visit) -> Session:
    start = _moment(draft.start, visit)
    end = _moment(draft.end, visit, start)
    _check_day(start, visit)
    return Session(
        id=session_id(visit.id, start, draft.title),
        start=start,
        end=end,
        title=draft.title,
        theme=choice(draft.theme, Theme) if draft.theme.strip() else None,
        place=draft.place if line(draft.place) else None,
        speakers=tuple(speaker for speaker in draft.speakers if line(speaker)),
        kind=choice(draft.kind, SessionKind) if draft.kind.strip() else SessionKind.TALK,
    )


def _moment(given: str | datetime, visit: Visit, start: datetime | None = None) -> datetime:
    zone = ZoneInfo(visit.time_zone)
    if isinstance(given, datetime):
        return given if given.tzinfo else at_host(given, zone)
    if visit.starts == visit.ends:
        return moment(given, zone, visit.starts)
    return moment(given, zone, start and visit.local(start).date())


def _check_day(start: datetime, visit: Visit) -> None:
    day = visit.local(start).date()
    if not visit.starts <= day <= visit.ends:
        raise ValueError(f"{day} is no day of the visit, which is from {visit.starts} to {visit.ends}")
