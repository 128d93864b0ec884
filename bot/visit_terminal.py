"""Visits and records as a terminal shows them; times are those of clocks at the host."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.wording import visits as wording
from knowledge.attendance import Attendance
from knowledge.attribution import Shown
from knowledge.records import Commitment, FeedbackRecord, GroupFeedback, Record
from knowledge.visits import Session, Visit

_SUMMARY = 80  # characters of what was told, in a table


def visit_json(visit: Visit, programme: Sequence[Session], records: Sequence[Record]) -> dict[str, Any]:
    """The form of `peerbot visit show --json`."""
    return {
        **visit.model_dump(mode="json"),
        "programme": [session.model_dump(mode="json") for session in programme],
        "records": counts(records),
    }


def counts(records: Sequence[Record]) -> dict[str, int]:
    """How many records of each type there are, by type and status."""
    return dict(sorted(Counter(f"{record.type}, {record.status}" for record in records).items()))


def visit_table(visits: Sequence[Visit]) -> RenderableType:
    if not visits:
        return Text("No visits yet. `peerbot visit create` plans one.")
    table = table_of("id", "title", "host", "dates", "state")
    for visit in visits:
        add_row_to(table, visit.id, visit.title, visit.host, _dates(visit), visit.state)
    return table


def visit_lines(visit: Visit, programme: Sequence[Session], records: Sequence[Record]) -> RenderableType:
    """What is known of a visit, its programme, and how many records it has."""
    facts = Table.grid(padding=(0, 2))
    for name, value in (
        ("id", visit.id),
        ("focus", visit.focus),
        ("host", visit.host),
        ("visitors", ", ".join(visit.visitors)),
        ("chosen", visit.selection),
        ("dates", f"{_dates(visit)} ({visit.time_zone})"),
        ("attribution", visit.attribution),
        ("audience", visit.audience),
        ("state", visit.state),
        ("records", "; ".join(f"{number} {name}" for name, number in counts(records).items())),
    ):
        if value:
            facts.add_row(Text(name, style="dim"), Text(value))
    return Group(Text(visit.title, style="bold"), facts, Text(), _programme(visit, programme))


def attendance_lines(shown: Attendance) -> RenderableType:
    """Who is on a visit, council by council where councils may be named."""
    if not shown.people:
        return Text("Nobody yet. `peerbot visit import-participants` puts people on it.")
    listed = table_of("council", "people", "who")
    for each in shown.delegations:
        add_row_to(listed, each.council or "", str(each.people), ", ".join(each.named))
    number = Text(wording.people(shown.people, shown.councils))
    return Group(number, listed) if shown.delegations else number


def attendance_json(shown: Attendance) -> dict[str, Any]:
    """The form of `peerbot visit participants --json`."""
    return asdict(shown)


def record_table(shown: Sequence[Shown[Record]]) -> RenderableType:
    if not shown:
        return Text("No records.")
    table = table_of("id", "type", "theme", "status", "what was told")
    for each in shown:
        record = each.record
        add_row_to(table, record.id, _kind(record), record.theme or "", record.status, _told(record))
    return table


def record_json(shown: Shown[Record]) -> dict[str, Any]:
    """A record, and what may be said of who told it."""
    author = shown.author
    told_by = {"person": author.person, "organisation": author.organisation, "role": author.role}
    return {**shown.record.model_dump(mode="json"), "told_by": told_by}


def _programme(visit: Visit, programme: Sequence[Session]) -> RenderableType:
    if not programme:
        return Text("No programme yet. `peerbot visit import-programme` takes a CSV or iCalendar file.")
    table = table_of("start", "end", "title", "place", "kind")
    for session in programme:
        start, end = visit.local(session.start), visit.local(session.end)
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
        add_row_to(table, f"{start:%Y-%m-%d %H:%M}", until, session.title, session.place or "", session.kind)
    return table


def _dates(visit: Visit) -> str:
    lasts_a_day = visit.ends - visit.starts < timedelta(days=1)
    return str(visit.starts) if lasts_a_day else f"{visit.starts} to {visit.ends}"


def _kind(record: Record) -> str:
    return record.kind if isinstance(record, FeedbackRecord) else record.type


def _told(record: Record) -> str:
    match record:
        case FeedbackRecord():
            text = record.observation
        case Commitment():
            text = record.desired_state
        case GroupFeedback():
            text = "; ".join(record.strengths + record.considerations + record.innovations + record.questions)
        case _:
            text = ""
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY else f"{line[: _SUMMARY - 1]}…"


def table_of(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def add_row_to(table: Table, *cells: str) -> None:
    table.add_row(*(Text(cell) for cell in cells))
