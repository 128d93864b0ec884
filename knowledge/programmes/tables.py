"""Programmes in CSV, with whatever separator and headings a spreadsheet gives them. Pure."""

import re
from collections.abc import Mapping, Sequence

from knowledge.programmes.drafts import Draft, Problem
from knowledge.spreadsheets import NoTableError, columns_in, rows

COLUMNS = ("start", "end", "title", "theme", "place", "speakers", "kind")
_REQUIRED = COLUMNS[:3]
_OTHER_NAMES = {
    "start": {"starts", "from", "begin", "begins", "start time", "starts at"},
    "end": {"ends", "to", "until", "finish", "end time", "ends at"},
    "title": {"session", "name", "session title", "what"},
    "theme": {"themes", "subject", "topic"},
    "place": {"location", "where", "room", "venue"},
    "speakers": {"speaker", "who", "led by"},
    "kind": {"type", "format", "session type"},
}


def from_table(content: bytes) -> list[Draft | Problem]:
    """What each line says, in the order of the file; a line without any text is left out."""
    try:
        (number, header), *lines = rows(content) or [(1, [])]
    except NoTableError as error:
        return [Problem("the file", str(error))]
    columns = columns_in(header, COLUMNS, _OTHER_NAMES)
    if problem := _missing(number, columns):
        return [problem]
    return [_draft(number, cells, columns) for number, cells in lines]


def _missing(number: int, columns: Mapping[str, int]) -> Problem | None:
    missing = [column for column in _REQUIRED if column not in columns]
    if not missing:
        return None
    return Problem(
        f"line {number}", f"there is no column {' or '.join(missing)}: the columns are {', '.join(COLUMNS)}"
    )


def _draft(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> Draft | Problem:
    if len(cells) <= max(columns[name] for name in _REQUIRED):
        return Problem(f"line {number}", "it has too few cells: start, end and title are needed")
    said = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    return Draft(
        place_in_file=f"line {number}",
        start=said["start"],
        end=said["end"],
        title=said["title"],
        theme=said.get("theme", ""),
        place=said.get("place", ""),
        speakers=tuple(re.split(r"[;\n]", said.get("speakers", ""))),
        kind=said.get("kind", ""),
    )
