"""Every file of a report says what the report says, and opens where people open it."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from knowledge.model import Theme
from knowledge.records import FeedbackKind, Record
from knowledge.reports import Material, Report, charts, compose
from knowledge.reports.figures import number
from knowledge.reports.headings import numbered
from knowledge.reports.markdown import to_markdown
from knowledge.reports.pages import to_html
from knowledge.reports.tables import COLUMNS, to_csv
from knowledge.reports.word import to_docx
from knowledge.reports.workbooks import sheets, to_xlsx
from knowledge.visits import Attribution, Role, Session
from tests.sample_visit import material
from tests.visit_samples import NOW, RECORDS, SESSIONS, TEXTS, feedback, session, visit

SOFFICE = shutil.which("soffice")


def report(given: Material | None = None, *, draft: bool = False) -> Report:
    return compose(given or material(), made_at=NOW, role=Role.FACILITATOR, draft=draft)


def with_one(record: Record, *programme: Session) -> Report:
    return report(Material(visit(state="closed"), programme, records=(record,)))


def word(made: Report) -> Any:
    return docx.Document(io.BytesIO(to_docx(made)))


HEADINGS = [each.heading for each in numbered(report())]


def test_the_word_document_has_every_part_as_a_heading_in_order_and_in_its_contents() -> None:
    document = word(report())

    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    entries = [each for each in document.paragraphs if each.style.name.startswith("toc")]

    assert headings == HEADINGS
    assert ["".join(node.text for node in each._p.iter(qn("w:t"))) for each in entries] == HEADINGS
    assert HEADINGS[0] == "1 Introduction"
    assert "Appendix C: Feedback of the group discussion" in HEADINGS
    links = {link.get(qn("w:anchor")) for each in entries for link in each._p.iter(qn("w:hyperlink"))}
    assert links == {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert len(links) == len(HEADINGS)


def test_the_word_document_speaks_british_english_repeats_headers_and_numbers_its_pages() -> None:
    document = word(report())

    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    footer = [node.text for node in document.sections[0].footer._element.iter(qn("w:instrText"))]

    assert languages == {"en-GB"}
    assert footer == ["PAGE", "NUMPAGES"]
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    properties = document.core_properties
    assert (properties.title, properties.author) == ("Repairs on time in Eastborough", "Peerbot")


def test_every_chart_of_the_word_document_says_in_words_what_it_shows() -> None:
    made = report()

    described = [each._inline.docPr.get("descr") for each in word(made).inline_shapes]

    assert described == [each.alternative_text for each in charts(made)]
    assert "Estate walk with tenants: 4.3 (4 ratings)" in described[0]
    assert "Leadership: 2 worked well" in described[1]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; python-docx reads it back")
def test_the_word_document_opens_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(to_docx(report()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    convert = ["nice", str(SOFFICE), profile, "--headless", "--convert-to", "txt:Text"]
    subprocess.run([*convert, "report.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=240)

    lines = (tmp_path / "report.txt").read_text(encoding="utf-8-sig").splitlines()
    found = [line for line in lines if line in HEADINGS]
    assert found == HEADINGS * 2  # in the contents, then where they stand


def test_a_draft_says_so_on_every_page_or_row() -> None:
    made = report(draft=True)

    headers = "".join(each.text for each in word(made).sections[0].header.paragraphs)
    rows = list(csv.DictReader(io.StringIO(to_csv(made).decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))

    assert "DRAFT" in headers
    assert {row["report"] for row in rows} == {"draft"}
    assert all("DRAFT" in (sheet.oddHeader.left.text or "") for sheet in book.worksheets[1:])
    assert "DRAFT" in str(book.worksheets[0]["B1"].value)
    assert "DRAFT" in to_html(made).decode()
    assert "**DRAFT" in to_markdown(made).decode()
    assert all(sentence in to_html(made).decode() for sentence in made.missing)


def test_only_a_draft_says_draft() -> None:
    made = report()

    parts = zipfile.ZipFile(io.BytesIO(to_docx(made)))
    assert b"DRAFT" not in b"".join(parts.read(name) for name in parts.namelist())
    assert b"DRAFT" not in to_html(made) + to_markdown(made) + to_csv(made)


def test_a_page_needs_nothing_else_and_describes_its_pictures() -> None:
    page = to_html(report()).decode()

    assert '<html lang="en-GB">' in page
    assert re.findall(r'(?:src|href)="([^"#]{5})', page) == ["data:", "data:"]
    assert len(re.findall(r'<img [^>]+ alt="How [^"]{100,}"', page)) == 2
    assert set(re.findall(r'href="#(s\d+)"', page)) == set(re.findall(r'<h\d id="(s\d+)"', page))
    assert page.count("<caption>") == page.count("<table>") > 0


def test_nothing_that_was_told_is_markup_on_a_page() -> None:
    made = with_one(feedback(status="accepted", observation='<script>alert("x")</script> & {{ 7 }}'))

    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; {{ 7 }}" in to_html(made).decode()


@given(TEXTS)
def test_nothing_that_was_told_is_markup_in_markdown(text: str) -> None:
    record = feedback(status="accepted", observation=text)

    rendered = MarkdownIt("commonmark").render(to_markdown(with_one(record)).decode())

    [told] = re.findall(r"<strong>Worked well:</strong>(.*?)\(R1\)", rendered, flags=re.DOTALL)
    bare = told.replace("<br />", " ")
    assert "<" not in bare
    unescaped = re.sub(
        r"&(lt|gt|amp|quot);", lambda found: {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[found[1]], bare
    )
    assert unescaped.split() == record.observation.split()


def test_csv_has_a_row_for_each_statement_and_no_formula() -> None:
    made = with_one(feedback(status="accepted", observation="=1+1", theme=Theme.LEADERSHIP))

    header, *rows = csv.reader(io.StringIO(to_csv(made).decode("utf-8-sig"), newline=""))

    assert tuple(header) == COLUMNS
    [told] = [dict(zip(header, row, strict=True)) for row in rows]
    assert (told["statement"], told["records"], told["marks"]) == ("'=1+1", "r1", "R1")
    assert (told["section"], told["part"]) == ("Drivers for improvement", "Leadership")


def test_a_workbook_has_types_filters_and_no_formula() -> None:
    made = with_one(feedback(status="accepted", observation="=1+1", usefulness=4), session())

    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))

    assert book.sheetnames == ["About", "Statements", "Records", "Commitments", "Programme"]
    records = book["Records"]
    told = dict(zip([cell.value for cell in records[1]], records[2], strict=True))
    assert (told["observation"].value, told["observation"].data_type) == ("=1+1", "s")
    assert (told["usefulness"].value, told["told at"].value) == (4, datetime(2026, 3, 4, 9, 30))  # noqa: DTZ001
    assert all(each.freeze_panes == "A2" and each.auto_filter.ref for each in book.worksheets[1:])
    due = openpyxl.load_workbook(io.BytesIO(to_xlsx(report())))["Commitments"]["G2"]
    assert (due.is_date, due.value) == (True, datetime(2026, 10, 1))  # noqa: DTZ001


def as_read(value: Any) -> Any:
    """A cell as Excel keeps it: a day is its midnight, and one before Excel's calendar is words."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return str(value) if value.year < 1900 else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return str(value) if isinstance(value, str) and value else value or None


@settings(max_examples=15)  # each makes and reads a workbook
@given(
    st.lists(SESSIONS, max_size=3, unique_by=lambda each: each.id),
    st.lists(RECORDS, max_size=4, unique_by=lambda each: each.id),
    st.sampled_from(Attribution),
)
def test_any_workbook_reads_back_with_the_same_cells(
    programme: list[Session], records: list[Record], rule: Attribution
) -> None:
    made = report(Material(visit(attribution=rule), tuple(programme), records=tuple(records)), draft=True)

    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))

    for name, columns, rows in sheets(made):
        header, *found = book[name].iter_rows(values_only=True)
        assert header == tuple(columns)
        for cells, expected in zip(found, rows, strict=False):
            assert list(cells) == [as_read(value) for value in expected]
        assert len(found) == len(rows)


@settings(max_examples=10)  # each draws two pictures
@given(SESSIONS, st.sampled_from(FeedbackKind), st.none() | st.sampled_from(Theme))
def test_any_session_has_a_chart(planned: Session, kind: FeedbackKind, theme: Theme | None) -> None:
    told = feedback(status="accepted", session=planned.id, kind=kind, theme=theme, usefulness=2)

    drawn = charts(with_one(told, planned))

    assert [each.name for each in drawn] == ["usefulness-by-session", "feedback-by-theme-and-kind"]
    assert all(each.png.startswith(b"\x89PNG") for each in drawn)
    assert planned.title in drawn[0].alternative_text


@pytest.mark.parametrize(("value", "said"), [(4.0, "4"), (4.25, "4.3"), (3.96, "4"), (0.5, "0.5")])
def test_numbers_are_written_as_people_write_them(value: float, said: str) -> None:
    assert number(value) == said
