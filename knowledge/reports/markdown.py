"""A report as Markdown: CommonMark with tables, in which nothing that was told is markup. Pure."""

from collections.abc import Iterable, Iterator

from knowledge.reports import commonmark
from knowledge.reports.contents import Block, Paragraph, Report, Statement, Table
from knowledge.reports.figures import Figure, number
from knowledge.reports.headings import Numbered, numbered
from knowledge.reports.phrases import DRAFT, MISSING, NOT_AGREED, RESTS_ON, day, days


def to_markdown(report: Report) -> bytes:
    parts = [*_front(report)]
    for section in numbered(report):
        parts += _section(section, report)
    return "\n\n".join([*parts, ""]).encode()


def _front(report: Report) -> Iterator[str]:
    yield f"# {commonmark.line(report.visit.title)}"
    if report.draft:
        yield f"**{DRAFT}**"
    when = days(report.visit.starts, report.visit.ends)
    yield f"Report of a visit to {commonmark.line(report.host)}, {when}"
    yield f"Made on {day(report.made_on)}"
    if report.draft:
        yield f"## {MISSING}"
        yield "\n".join(f"- {commonmark.line(sentence)}" for sentence in report.missing) or "Nothing."


def _section(section: Numbered, report: Report) -> Iterator[str]:
    yield f"{'#' * (section.level + 1)} {commonmark.line(section.heading)}"
    for block in section.blocks:
        yield from _block(block, report)


def _block(block: Block, report: Report) -> Iterator[str]:
    match block:
        case Paragraph():
            yield commonmark.text(block.text)
        case Statement():
            yield _statement(block, report)
        case Table():
            rows = ((*row.cells, _marks(row.records, report)) for row in block.rows)
            marked = any(row.records for row in block.rows)
            columns = (*block.columns, *([RESTS_ON] if marked else []))
            yield f"*{commonmark.line(block.caption)}*"
            yield _table(columns, (row if marked else row[:-1] for row in rows))
        case Figure():
            yield f"*{commonmark.line(block.title)}*"
            rows = ((bar.label, *map(number, bar.values), bar.note) for bar in block.bars)
            yield _table(("", *block.series, ""), rows)
            if block.withheld:
                yield commonmark.line(block.alternative_text.rpartition(". ")[2])


def _statement(statement: Statement, report: Report) -> str:
    label = f"**{commonmark.line(statement.label.capitalize())}:** " if statement.label else ""
    pending = f" ({NOT_AGREED})" if statement.pending else ""
    lines = [f"{label}{commonmark.text(statement.text)}{pending} ({_marks(statement.cited, report)})"]
    lines += [f"*{name}:* {commonmark.text(text)}" for name, text in statement.details]
    lines += [f"— {commonmark.line(statement.source)}"] if statement.source else []
    return "- " + "\n\n  ".join(line.replace("\n", "\n  ") for line in lines)


def _marks(records: Iterable[str], report: Report) -> str:
    return ", ".join(report.marks[name] for name in records)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = [_cell(column) for column in columns]
    lines = [columns, ["---"] * len(columns), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return commonmark.line(text) or " "
