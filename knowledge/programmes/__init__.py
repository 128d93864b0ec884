"""Programmes of visits from files and to files: spreadsheets as CSV, calendars as iCalendar. Pure.

A file is imported whole or not at all: ImportedFileError has a sentence for every bad line. Times
without a zone are the visit's own, as clocks at the host show them.
"""

from collections.abc import Sequence

from knowledge.errors import ImportedFileError
from knowledge.programmes.calendars import from_calendar, is_calendar, to_calendar
from knowledge.programmes.drafts import Draft, Problem, session
from knowledge.programmes.tables import from_table
from knowledge.programmes.times import RepeatedTimeError, at_host
from knowledge.visits import Session, Visit

__all__ = ["RepeatedTimeError", "at_host", "keeping_ids", "read_programme", "to_calendar"]

_SIZE_LIMIT_BYTES = 1_000_000
_SESSION_LIMIT = 300


def read_programme(content: bytes, visit: Visit) -> tuple[Session, ...]:
    """The sessions of a CSV or iCalendar file in the order they start."""
    if len(content) > _SIZE_LIMIT_BYTES:
        raise ImportedFileError(["the file is larger than any programme: is it the right one?"])
    found = from_calendar(content) if is_calendar(content) else from_table(content)
    read = [session(each, visit) if isinstance(each, Draft) else each for each in found]
    sessions = [each for each in read if isinstance(each, Session)]
    problems = [str(each) for each in read if isinstance(each, Problem)]
    if problems := problems or _problems(sessions):
        raise ImportedFileError(problems)
    return tuple(sorted(sessions, key=lambda each: (each.start, each.end, each.title)))


def keeping_ids(programme: Sequence[Session], before: Sequence[Session]) -> tuple[Session, ...]:
    """The programme, each session under the id it had before if only its time or its title changed."""
    ids = {session.id for session in programme}
    gone = [session for session in before if session.id not in ids]
    known = {session.id for session in before}
    kept = []
    for each in programme:
        old = None if each.id in known else _same(each, gone)
        if old is not None:
            gone.remove(old)
        kept.append(each if old is None else each.model_copy(update={"id": old.id}))
    return tuple(kept)


def _same(session: Session, gone: Sequence[Session]) -> Session | None:
    def when_and_where(one: Session) -> tuple[object, ...]:
        return one.start, one.end, one.place

    titled = [old for old in gone if old.title.casefold() == session.title.casefold()]
    timed = [old for old in gone if when_and_where(old) == when_and_where(session)]
    return next(iter(titled + timed), None)


def _problems(sessions: Sequence[Session]) -> list[str]:
    """What is wrong with a programme whose lines are all right."""
    if not sessions:
        return ["there is no session in the file"]
    if len(sessions) > _SESSION_LIMIT:
        return [f"it has {len(sessions)} sessions, and a programme has {_SESSION_LIMIT} at most"]
    ids = [each.id for each in sessions]
    twice = sorted({each.title for each in sessions if ids.count(each.id) > 1})
    return [f"{title!r} is in it twice at the same time" for title in twice]
