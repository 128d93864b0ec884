"""A report as a Word document that reads well in Word and in LibreOffice.

Headings are real headings, so that a screen reader can walk through them; the table of contents
holds its entries from the start, and page numbers are fields that both programs fill in.
"""

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.shared import Cm
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from knowledge.reports import word_styles as styles
from knowledge.reports.charts import chart
from knowledge.reports.contents import Block, Paragraph, Report, Statement, Table
from knowledge.reports.figures import WITHHELD, Figure
from knowledge.reports.headings import Numbered, numbered
from knowledge.reports.phrases import DRAFT, MISSING, NOT_AGREED, RESTS_ON, capital, day, days
from knowledge.reports.word_pages import add_contents, add_heading, set_margins, write
from knowledge.reports.word_parts import describe, keep_whole, repeat_on_every_page

_WEIGHTS = {RESTS_ON: 0.6, "Time": 0.8, "People": 0.5, "Session": 1.4}
"""How wide a column is beside the others; 1 unless it is here."""


def to_docx(report: Report) -> bytes:
    document = docx.Document()
    styles.set_up(document, report.visit.title, report.made_at)
    sections = numbered(report)
    set_margins(document, report.visit.title, draft=report.draft)
    _title_page(document, report)
    add_contents(document, [(section.heading, section.level) for section in sections])
    if report.draft:
        _missing(document, report)
    for place, section in enumerate(sections):
        _section(document, section, report, place)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _title_page(document: Document, report: Report) -> None:
    document.add_paragraph(report.visit.title, "Title")
    document.add_paragraph(f"Report of a visit to {report.host}", "Subtitle")
    document.add_paragraph(days(report.visit.starts, report.visit.ends), "Subtitle")
    if report.draft:
        document.add_paragraph(DRAFT, styles.DRAFT)
    made = document.add_paragraph(f"Made on {day(report.made_on)}")
    made.paragraph_format.space_before = Cm(1)
    document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has types in most places


def _missing(document: Document, report: Report) -> None:
    heading = document.add_paragraph(MISSING, "Heading 1")
    heading.paragraph_format.page_break_before = True
    for sentence in report.missing or ("Nothing.",):
        document.add_paragraph(sentence, "List Bullet")


def _section(document: Document, section: Numbered, report: Report, place: int) -> None:
    heading = add_heading(document, section.heading, section.level, place)
    heading.paragraph_format.page_break_before = section.starts_a_page
    for block in section.blocks:
        _block(document, block, report)


def _block(document: Document, block: Block, report: Report) -> None:
    match block:
        case Paragraph():
            write(document.add_paragraph(), block.text)
        case Statement():
            _statement(document, block, report)
        case Table():
            _table(document, block, report)
        case Figure():
            _figure(document, block)


def _statement(document: Document, statement: Statement, report: Report) -> None:
    paragraph = document.add_paragraph(style=styles.STATEMENT)
    if statement.label:
        paragraph.add_run(f"{capital(statement.label)}. ").bold = True
    write(paragraph, statement.text)
    if statement.pending:
        paragraph.add_run(f" ({NOT_AGREED})").italic = True
    _marks(paragraph, statement.cited, report)
    for name, text in statement.details:
        more = document.add_paragraph(style=styles.STATEMENT)
        more.add_run(f"{name}: ").italic = True
        write(more, text)
        paragraph.paragraph_format.keep_with_next = True
        paragraph = more
    if statement.source:
        paragraph.paragraph_format.keep_with_next = True
        document.add_paragraph(statement.source, styles.SOURCE)


def _marks(paragraph: WordParagraph, records: Sequence[str], report: Report) -> None:
    marks = ", ".join(report.marks[name] for name in records)
    paragraph.add_run(f" {marks}", styles.MARK)


def _table(document: Document, table: Table, report: Report) -> None:
    marked = any(row.records for row in table.rows)
    columns = (*table.columns, *([RESTS_ON] if marked else []))
    document.add_paragraph(table.caption, "Caption")
    made = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    styles.lay_out(made, [_WEIGHTS.get(name, 1) for name in columns])
    _row(made, columns, header=True)
    for row in table.rows:
        marks = ", ".join(report.marks[name] for name in row.records)
        _row(made, (*row.cells, marks)[: len(columns)])
    document.add_paragraph()


def _row(table: WordTable, texts: Sequence[str], *, header: bool = False) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # as above
    keep_whole(row)
    if header:
        repeat_on_every_page(row)
    for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
        cell.width = column.width
        paragraph = cell.paragraphs[0]
        paragraph.style = styles.CELL
        write(paragraph, text)
        if header:
            styles.shade(cell)
            for run in paragraph.runs:
                run.bold = True


def _figure(document: Document, figure: Figure) -> None:
    drawn = chart(figure)
    picture = document.add_picture(io.BytesIO(drawn.png), width=styles.TEXT_WIDTH)
    describe(picture, figure.title, drawn.alternative_text)
    if figure.withheld:
        document.add_paragraph(WITHHELD, styles.SOURCE)
