"""The statements of a report as CSV, one a row, for a spreadsheet that must run no formula. Pure."""

import csv
import io

from knowledge.exports import cell
from knowledge.reports.contents import Report, Traced
from knowledge.reports.phrases import NOT_AGREED

COLUMNS = (
    "report",
    "section",
    "part",
    "kind",
    "statement",
    "details",
    "told by",
    "standing",
    "marks",
    "records",
)


def to_csv(report: Report) -> bytes:
    file = io.StringIO()
    # All in quotation marks: where commas are decimal, a bare semicolon would begin a cell.
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for each in report.traced:
        writer.writerow([cell(text) for text in row(each, report)])
    return file.getvalue().encode("utf-8-sig")  # Excel reads UTF-8 only when told


def row(traced: Traced, report: Report) -> tuple[str, ...]:
    """What stands under ``COLUMNS`` for one statement."""
    section, *part = traced.headings
    told = traced.statement
    return (
        "draft" if report.draft else "final",
        section,
        "".join(part),
        told.label,
        told.text,
        "\n".join(f"{name}: {text}" for name, text in told.details),
        told.source,
        NOT_AGREED if told.pending else "agreed",
        ", ".join(report.marks[name] for name in told.records),
        ", ".join(told.records),
    )
