"""What leaves as a file that a spreadsheet opens. Pure."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from knowledge.attribution import Shown
from knowledge.records import RECORD_TYPES, Evidence, Record

_SIGNS = ("=", "+", "-", "@")
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # the same signs as East Asian keyboards type them
_BREAKS = ("\t", "\r", "\n")

_FIELDS = tuple(
    dict.fromkeys(name for kind in RECORD_TYPES for name in kind.model_fields if name != "history")
)
RECORD_COLUMNS = (*_FIELDS, "person", "organisation", "role")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, for an apostrophe stands before it."""
    risky = text.startswith(_BREAKS) or text.lstrip().startswith((*_SIGNS, *_WIDE))
    return f"'{text}" if risky else text


def records_csv(shown: Iterable[Shown[Record]]) -> str:
    """One row a record of whatever type; a column that its type does not have is empty."""
    file = io.StringIO()
    # All in quotation marks: where commas are decimal, a bare semicolon would begin a cell.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(RECORD_COLUMNS)
    for each in shown:
        author = (each.author.person, each.author.organisation, each.author.role)
        fields = (getattr(each.record, name, None) for name in _FIELDS)
        writer.writerow([cell(_words(value)) for value in (*fields, *author)])
    return file.getvalue()


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return "\n".join(_words(each) for each in value)
    if isinstance(value, Evidence):
        return ", ".join(part for part in (value.kind, value.reference, value.quote) if part)
    return "" if value is None else str(value)
