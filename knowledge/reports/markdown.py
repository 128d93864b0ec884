"""A report as Markdown: CommonMark with tables, in which nothing that was told is markup. Pure."""

import re
from collections.abc import Iterable, Iterator

from knowledge.reports.contents import Block, Paragraph, Report, Statement, Table
from knowledge.reports.figures import Figure, number
from knowledge.reports.headings import Numbered, numbered
from knowledge.reports.phrases import DRAFT, MISSING, NOT_AGREED, day, days

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_BEGINS_A_BLOCK = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")


def to_markdown(report: Report) -> bytes:
    parts = [*_front(report)]
    for section in numbered(report):
        parts += _section(section, report)
    return "\n\n".join([*parts, ""]).encode()


def _front(report: Report) -> Iterator[str]:
    yield f"# {_line(report.visit.title)}"
    if report.draft:
        yield f"**{DRAFT}**"
    yield f"Report of a visit to {_line(report.host)}, {days(report.visit.starts, report.visit.ends)}"
    yield f"Made on {day(report.made_on)}"
    if report.draft:
        yield f"## {MISSING}"
        yield "\n".join(f"- {_line(sentence)}" for sentence in report.missing) or "Nothing."


def _section(section: Numbered, report: Report) -> Iterator[str]:
    yield f"{'#' * (section.level + 1)} {_line(section.heading)}"
    for block in section.blocks:
        yield from _block(block, report)


def _block(block: Block, report: Report) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _text(block.text)
        case Statement():
            yield _statement(block, report)
        case Table():
            rows = ((*row.cells, _marks(row.records, report)) for row in block.rows)
            marked = any(row.records for row in block.rows)
            columns = (*block.columns, *(["Records"] if marked else []))
            yield f"*{_line(block.caption)}*"
            yield _table(columns, (row if marked else row[:-1] for row in rows))
        case Figure():
            yield f"*{_line(block.title)}*"
            rows = ((bar.label, *map(number, bar.values), bar.note) for bar in block.bars)
            yield _table(("", *block.series, ""), rows)
            if block.withheld:
                yield _line(block.alternative_text.rpartition(". ")[2])


def _statement(statement: Statement, report: Report) -> str:
    label = f"**{_line(statement.label.capitalize())}:** " if statement.label else ""
    pending = f" ({NOT_AGREED})" if statement.pending else ""
    lines = [f"{label}{_text(statement.text)}{pending} ({_marks(statement.cited, report)})"]
    lines += [f"*{name}:* {_text(text)}" for name, text in statement.details]
    lines += [f"— {_line(statement.source)}"] if statement.source else []
    return "- " + "\n\n  ".join(line.replace("\n", "\n  ") for line in lines)


def _marks(records: Iterable[str], report: Report) -> str:
    return ", ".join(report.marks[name] for name in records)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = [_cell(column) for column in columns]
    lines = [columns, ["---"] * len(columns), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return _line(text) or " "


def _line(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _text(text: str) -> str:
    """Lines as lines; no blank one, which would end a list."""
    lines = (_line(each) for each in text.splitlines())
    return "\\\n".join(line for line in lines if line)


def _escaped(text: str) -> str:
    return _BEGINS_A_BLOCK.sub(_not_a_block, _MARKUP.sub(r"\\\1", text))


def _not_a_block(found: re.Match[str]) -> str:
    ordinal, sign, bullet = found.groups()
    return f"{ordinal}\\{sign}" if sign else f"\\{bullet}"
