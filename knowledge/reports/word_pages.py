"""What every Word document of ours has: margins, contents that lead to its headings, text with its lines."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph

from knowledge.reports import word_styles as styles
from knowledge.reports.phrases import DRAFT
from knowledge.reports.word_parts import add_bookmark, add_entry, add_field, begin_field, end_field


def set_margins(document: Document, title: str, *, draft: bool = False) -> None:
    """What stands above and below the text of every page."""
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style = styles.SOURCE
    header.add_run(title)
    if draft:
        section.header.add_paragraph(DRAFT, styles.DRAFT)
    footer.style, footer.alignment = styles.SOURCE, WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Page ")
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")


def add_contents(document: Document, headings: Sequence[tuple[str, int]]) -> None:
    """The headings with their levels, in the order in which ``add_heading`` will add them."""
    document.add_paragraph("Contents", "TOC Heading")
    entry = None
    for place, (heading, level) in enumerate(headings):
        style = styles.TOP_ENTRY if level == 1 else styles.ENTRY
        first, entry = entry is None, document.add_paragraph(style=style)
        if first:
            begin_field(entry, 'TOC \\o "1-2" \\h \\z \\u')
        add_entry(entry, heading, _bookmark(place))
    if entry is not None:
        end_field(entry)


def add_heading(document: Document, heading: str, level: int, place: int) -> Paragraph:
    """The heading at this place of the contents, counted from 0."""
    paragraph = document.add_paragraph(heading, f"Heading {level}")
    add_bookmark(paragraph, _bookmark(place), place)
    return paragraph


def write(paragraph: Paragraph, text: str) -> None:
    """A text with its lines; of blank ones, none."""
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        if number + 1 < len(lines):
            run.add_break()


def _bookmark(place: int) -> str:
    return f"_Toc{place:08}"
