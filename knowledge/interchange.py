"""Visits, records, lessons and adoptions as JSON Lines, one value a line, and back. Pure.

What is written follows each visit's attribution rule and never says who a person is in Slack:
its channel stays behind. Reading what was written and writing it again gives the
same lines. A file is read whole or not at all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from knowledge.attribution import Names, struck
from knowledge.errors import ImportedFileError
from knowledge.fields import complaint
from knowledge.lessons import Adoption, Lesson, shown_adoption
from knowledge.records import RECORD_TYPES, Record
from knowledge.visits import Session, Visit

SCHEMA_VERSION = 1

_VISIT = "visit"
_LESSON, _ADOPTION = "lesson", "adoption"
_TYPES = "visit, feedback, group feedback, commitment, lesson or adoption"
_LOCAL = frozenset({"channel", "version"})
"""What means something in one database alone."""
_CLASSES: dict[str, type[Record | Lesson | Adoption]] = {
    **{kind.model_fields["type"].default: kind for kind in RECORD_TYPES},
    _LESSON: Lesson,
    _ADOPTION: Adoption,
}


@dataclass(frozen=True, slots=True)
class Programmed:
    """A visit with its programme."""

    visit: Visit
    programme: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds."""

    visits: tuple[Programmed, ...]
    records: tuple[Record, ...]
    lessons: tuple[Lesson, ...] = ()
    adoptions: tuple[Adoption, ...] = ()


def visit_line(visit: Visit, programme: Sequence[Session], names: Names) -> str:
    """The visit as its attribution rule lets it leave."""
    shown = struck(visit, visit.attribution, names)
    sessions = [struck(session, visit.attribution, names) for session in programme]
    fields = shown.model_dump(mode="json", exclude=set(_LOCAL))
    return _line(_VISIT, {**fields, "programme": [session.model_dump(mode="json") for session in sessions]})


def record_line(record: Record) -> str:
    """A record that is fit to be shown: see ``attribution.shown``."""
    return _line(record.type, record.model_dump(mode="json", exclude={"type"}))


def lesson_line(lesson: Lesson, names: Names) -> str:
    """The lesson as its attribution lets it leave, its history included."""
    shown = struck(lesson, lesson.attribution, names)
    return _line(_LESSON, shown.model_dump(mode="json"))


def adoption_line(adoption: Adoption, lesson: Lesson, names: Names) -> str:
    """Who used the lesson, as its attribution lets it leave."""
    shown = shown_adoption(adoption, lesson.attribution, names)
    return _line(_ADOPTION, shown.model_dump(mode="json", exclude={"version"}))


def read(content: bytes) -> Contents:
    """What the lines hold; ImportedFileError has a sentence for each that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportedFileError(["the file is not text in UTF-8"]) from error
    read_lines = [_read(number, line) for number, line in _numbered(text)]
    if problems := [each for each in read_lines if isinstance(each, str)]:
        raise ImportedFileError(problems)
    return Contents(
        visits=tuple(each for each in read_lines if isinstance(each, Programmed)),
        records=tuple(each for each in read_lines if isinstance(each, Record)),
        lessons=tuple(each for each in read_lines if isinstance(each, Lesson)),
        adoptions=tuple(each for each in read_lines if isinstance(each, Adoption)),
    )


_Read = Programmed | Record | Lesson | Adoption


def _line(type_: str, fields: Mapping[str, Any]) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, "type": type_, **fields}, ensure_ascii=False)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines: a text may hold signs that it takes for ends of lines and JSON does not.
    lines: Iterable[tuple[int, str]] = enumerate(text.split("\n"), start=1)
    return ((number, line) for number, line in lines if line.strip())


def _read(number: int, line: str) -> _Read | str:
    """A sentence when the line is wrong."""
    try:
        return _value(json.loads(line))
    except (json.JSONDecodeError, RecursionError):
        return f"line {number}: it is no JSON"
    except ValidationError as error:
        return f"line {number}: {complaint(error)}"
    except ValueError as error:
        return f"line {number}: {error}"


def _value(fields: Any) -> _Read:
    if not isinstance(fields, dict) or "type" not in fields:
        raise ValueError(f"it says no type: {_TYPES}")
    version = fields.pop("schema_version", None)
    if version != SCHEMA_VERSION:
        raise ValueError(f"its schema_version is {version!r}, and this Peerbot reads {SCHEMA_VERSION}")
    kind = fields["type"]
    if kind == _VISIT:
        return _programmed(fields)
    class_ = _CLASSES.get(kind) if isinstance(kind, str) else None
    if class_ is None:
        raise ValueError(f"its type is {kind!r}, which is none of: {_TYPES}")
    if not issubclass(class_, Record):
        del fields["type"]
    return class_.model_validate(fields)


def _programmed(fields: dict[str, Any]) -> Programmed:
    del fields["type"]
    programme = fields.pop("programme", [])
    if not isinstance(programme, list):
        raise ValueError("programme: it is no list")  # noqa: TRY004  # a wrong value like any other
    sessions = tuple(Session.model_validate(each) for each in programme)
    return Programmed(Visit.model_validate(fields), sessions)
