"""A report as an Excel workbook whose cells have types: dates are dates, numbers numbers, words words.

What was told is always written as a string, so that no cell is a formula. Times are those of clocks
at the host, for Excel knows no zones.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from knowledge.attribution import Shown
from knowledge.records import Commitment, FeedbackRecord, Record
from knowledge.reports.contents import Report
from knowledge.reports.phrases import DRAFT, MISSING
from knowledge.reports.tables import COLUMNS, row
from knowledge.visits import Session

Cell = str | int | date | datetime | None

_FIRST_YEAR = 1900  # of Excel's calendar
_LONGEST = 32_767  # characters of a cell, by Excel's specification
_WIDEST = 48
_WORDS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def to_xlsx(report: Report) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **_WORDS_ONLY})
    made = report.made_at.replace(tzinfo=None)
    book.set_properties({"title": report.visit.title, "author": "Peerbot", "created": made})
    _about(book, report)
    for name, columns, rows in sheets(report):
        _sheet(book, report, name, columns, rows)
    book.close()
    return file.getvalue()


def sheets(report: Report) -> tuple[tuple[str, Sequence[str], Sequence[Sequence[Cell]]], ...]:
    """Each sheet's name, its columns and what stands under them."""
    return (
        ("Statements", COLUMNS, [row(each, report) for each in report.traced]),
        ("Records", _RECORD_COLUMNS, [_record(each, report) for each in report.records]),
        ("Commitments", _COMMITMENT_COLUMNS, [_commitment(each, report) for each in _made(report)]),
        ("Programme", _PROGRAMME_COLUMNS, [_session(each, report) for each in report.programme]),
    )


_RECORD_COLUMNS = (
    *("mark", "id", "type", "status", "told at", "session", "theme", "kind"),
    *("observation", "discussion", "conclusion", "recommendation", "usefulness", "will act"),
    *("person", "organisation", "role"),
)
_COMMITMENT_COLUMNS = (
    *("mark", "id", "council", "current state", "desired state", "measure", "due", "owner", "status"),
)
_PROGRAMME_COLUMNS = ("start", "end", "title", "kind", "theme", "place", "led by")


def _record(shown: Shown[Record], report: Report) -> tuple[Cell, ...]:
    record, author = shown.record, shown.author
    own: tuple[Cell, ...] = (None,) * 7
    if isinstance(record, FeedbackRecord):
        own = (
            *(record.kind, record.observation, record.discussion, record.conclusion),
            *(record.recommendation, record.usefulness, record.intends_to_act),
        )
    told_at = _at_host(report, record.created_at)
    return (
        *(report.marks[record.id], record.id, record.type, record.status, told_at),
        *(record.session, record.theme, *own, author.person, author.organisation, author.role),
    )


def _made(report: Report) -> list[Commitment]:
    return [each.record for each in report.records if isinstance(each.record, Commitment)]


def _commitment(made: Commitment, report: Report) -> tuple[Cell, ...]:
    return (
        *(report.marks[made.id], made.id, made.council, made.current_state, made.desired_state),
        *(made.measure, made.due, made.owner_role, made.status),
    )


def _session(session: Session, report: Report) -> tuple[Cell, ...]:
    start, end = _at_host(report, session.start), _at_host(report, session.end)
    led = ", ".join(session.speakers)
    return start, end, session.title, session.kind, session.theme, session.place, led


def _at_host(report: Report, moment: datetime) -> datetime:
    """As clocks there show it, to the second: Excel has no zones, and rounds what is finer."""
    return report.visit.local(moment).replace(tzinfo=None, microsecond=0)


def _about(book: xlsxwriter.Workbook, report: Report) -> None:
    sheet = book.add_worksheet("About")
    visit = report.visit
    facts: list[tuple[Cell, ...]] = [
        *([("standing", DRAFT)] if report.draft else []),
        ("visit", visit.title),
        ("focus", visit.focus),
        ("host", report.host),
        ("first day", visit.starts),
        ("last day", visit.ends),
        ("times are of", visit.time_zone),
        ("attribution", visit.attribution),
        ("made on", report.made_on),
        *((MISSING.lower(), sentence) for sentence in report.missing),
    ]
    sheet.set_column(0, 0, 22, book.add_format({"bold": True, "valign": "top"}))
    sheet.set_column(1, 1, 90)
    _fill(book, sheet, facts, first=0)


def _sheet(
    book: xlsxwriter.Workbook,
    report: Report,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> None:
    sheet = book.add_worksheet(name)
    header = book.add_format({"bold": True, "bg_color": "#E8EEF3", "bottom": 1, "valign": "top"})
    for place, column in enumerate(columns):
        longest = max((len(_shown(each[place])) for each in rows), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(column) + 4) + 2))
        sheet.write_string(0, place, column, header)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{DRAFT if report.draft else ''}&R&A")
    sheet.set_footer("&RPage &P of &N")
    _fill(book, sheet, rows, first=1)


def _fill(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[Cell]],
    *,
    first: int,
) -> None:
    words = book.add_format({"text_wrap": True, "valign": "top"})
    days = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})
    times = book.add_format({"num_format": "d mmm yyyy hh:mm", "valign": "top", "align": "left"})
    for line, cells in enumerate(rows, start=first):
        for place, value in enumerate(cells):
            if isinstance(value, date) and value.year >= _FIRST_YEAR:
                exact = isinstance(value, datetime)
                sheet.write_datetime(line, place, value, times if exact else days)
            elif isinstance(value, int):
                sheet.write_number(line, place, value, words)
            elif value:
                sheet.write_string(line, place, str(value)[:_LONGEST], words)


def _shown(value: Cell) -> str:
    return "" if value is None else str(value)
