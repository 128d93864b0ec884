"""Programmes in CSV, with whatever separator and headings a spreadsheet gives them. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.programmes.drafts import Draft, Problem

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
    text = _decoded(content)
    lines = _lines(text)
    try:
        number, header = next(lines, (1, []))
        columns = _columns(header)
        if problem := _missing(number, columns):
            return [problem]
        return [_draft(number, cells, columns) for number, cells in lines]
    except csv.Error as error:
        return [Problem("the file", f"it is no CSV ({error}): save it again as CSV")]


def _decoded(content: bytes) -> str:
    """UTF-8 as everybody should write it, else what Excel writes in Britain."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of the line where a row begins, counted from 1, and its cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands."""
    names = [" ".join(re.findall(r"[^\W_]+", cell.casefold())) for cell in header]
    found = {}
    for column in COLUMNS:
        ours = {column} | _OTHER_NAMES[column]
        places = [place for place, name in enumerate(names) if name in ours]
        if places:
            found[column] = places[0]
    return found


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
