"""Tables in CSV, with whatever encoding, separator and headings a spreadsheet gives them. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

Row = tuple[int, list[str]]
"""The number of the line where a row begins, counted from 1, and its cells."""


class NoTableError(ValueError):
    """The file cannot be read as a table; the message is a sentence without its full stop."""


def rows(content: bytes) -> list[Row]:
    """The rows in which there is any text, the header first; NoTableError when it is no CSV."""
    try:
        return list(_rows(_decoded(content)))
    except csv.Error as error:
        raise NoTableError(f"it is no CSV ({error}): save it again as CSV") from error


def columns_in(
    header: Sequence[str], columns: Sequence[str], other_names: Mapping[str, AbstractSet[str]]
) -> dict[str, int]:
    """Where each of the columns stands; one that is not there is not in it."""
    names = [" ".join(re.findall(r"[^\W_]+", cell.casefold())) for cell in header]
    found = {}
    for column in columns:
        ours = {column} | other_names[column]
        places = [place for place, name in enumerate(names) if name in ours]
        if places:
            found[column] = places[0]
    return found


def _decoded(content: bytes) -> str:
    """UTF-8 as everybody should write it, else what Excel writes in Britain."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num
