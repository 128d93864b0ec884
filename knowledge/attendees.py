"""Lists of people from files: who is to be on a visit, for which council, as what. Pure.

A file is taken whole or not at all: ImportedFileError has a sentence for every bad line. An e-mail
address is only looked somebody up by, and kept nowhere.
"""

import re
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from knowledge.councils import council_key
from knowledge.errors import ImportedFileError
from knowledge.fields import Line, Value, choice, complaint, line
from knowledge.spreadsheets import NoTableError, columns_in, rows
from knowledge.visits import Role, Visit

COLUMNS = ("name", "council", "role", "post", "email")
_OTHER_NAMES: Mapping[str, frozenset[str]] = {
    "name": frozenset({"full name", "participant", "who"}),
    "council": frozenset({"authority", "organisation", "organization"}),
    "role": frozenset({"part", "as"}),
    "post": frozenset({"job", "job title", "position"}),
    "email": frozenset({"e mail", "mail", "e mail address", "email address"}),
}
_SIZE_LIMIT_BYTES = 1_000_000
_PEOPLE_LIMIT = 300
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROLES = (Role.PARTICIPANT, Role.HOST, Role.FACILITATOR)


class Attendee(Value):
    """Somebody who is to be on a visit."""

    name: Line
    council: Line | None = None
    role: Role = Role.PARTICIPANT
    post: Line | None = None
    email: str | None = None


def read_attendees(content: bytes, visit: Visit) -> tuple[Attendee, ...]:
    """The people of a CSV file, in its order."""
    if len(content) > _SIZE_LIMIT_BYTES:
        raise ImportedFileError(["the file is larger than any list of people: is it the right one?"])
    try:
        (number, header), *lines = rows(content) or [(1, [])]
    except NoTableError as error:
        raise ImportedFileError([f"the file: {error}"]) from error
    columns = columns_in(header, COLUMNS, _OTHER_NAMES)
    if "name" not in columns:
        raise ImportedFileError(
            [f"line {number}: there is no column name: the columns are {', '.join(COLUMNS)}"]
        )
    read = [_attendee(number, cells, columns, visit) for number, cells in lines]
    people = [each for each in read if isinstance(each, Attendee)]
    problems = [each for each in read if isinstance(each, str)]
    if problems := problems or _problems(people):
        raise ImportedFileError(problems)
    return tuple(people)


def _attendee(number: int, cells: Sequence[str], columns: Mapping[str, int], visit: Visit) -> Attendee | str:
    """The person on a line, or what is wrong with it."""
    said = {name: line(cells[place]) for name, place in columns.items() if place < len(cells)}
    try:
        role = _role(said.get("role", ""))
        return Attendee(
            name=said.get("name", ""),
            council=_council(said.get("council", ""), role, visit),
            role=role,
            post=said.get("post") or None,
            email=_email(said.get("email", "")),
        )
    except ValidationError as error:
        return f"line {number}: {complaint(error)}"
    except ValueError as error:
        return f"line {number}: {error}"


def _role(name: str) -> Role:
    role = choice(name, Role) if name else Role.PARTICIPANT
    if role not in _ROLES:
        raise ValueError(f"{name!r} is none of: {', '.join(_ROLES)}")
    return role


def _council(name: str, role: Role, visit: Visit) -> str | None:
    """The council as the visit writes it; that of the host, for a host of none."""
    if not name and role is not Role.PARTICIPANT:
        return visit.host if role is Role.HOST else None
    found = [council for council in visit.councils if council_key(council) == council_key(name)]
    if not found:
        raise ValueError(f"{name!r} is none of the visit’s councils: {', '.join(visit.councils)}")
    return found[0]


def _email(address: str) -> str | None:
    if address and not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address!r} is no e-mail address")
    return address or None


def _problems(people: Sequence[Attendee]) -> list[str]:
    """What is wrong with a list whose lines are all right."""
    if not people:
        return ["there is nobody in the file"]
    if len(people) > _PEOPLE_LIMIT:
        return [f"it has {len(people)} people, and a visit has {_PEOPLE_LIMIT} at most"]
    known = [(one.name.casefold(), one.council) for one in people]
    twice = sorted({one.name for one in people if known.count((one.name.casefold(), one.council)) > 1})
    return [f"{name!r} is in it twice" for name in twice]
