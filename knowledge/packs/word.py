"""A pack as a Word document: printed and read on the train; headings are real ones, as in reports."""

import io
from collections.abc import Iterable, Iterator

import docx
from docx.document import Document

from knowledge.citations import citation
from knowledge.packs.contents import Block, Enquiry, Excerpt, Note, Pack, Section
from knowledge.reports import word_styles as styles
from knowledge.reports.phrases import capital, day, days
from knowledge.reports.word_pages import add_contents, add_heading, set_margins, write


def to_docx(pack: Pack) -> bytes:
    document = docx.Document()
    styles.set_up(document, pack.visit.title, pack.made_at)
    set_margins(document, pack.visit.title)
    document.add_paragraph(pack.visit.title, "Title").paragraph_format.space_before = 0
    when = days(pack.visit.starts, pack.visit.ends)
    document.add_paragraph(f"What is known before the visit of {when}", "Subtitle")
    document.add_paragraph(f"Made on {day(pack.made_on)}")
    listed = [*_listed(pack.sections, 1)]
    add_contents(document, [(section.title, level) for section, level in listed])
    for place, (section, level) in enumerate(listed):
        add_heading(document, section.title, level, place)
        for block in section.blocks:
            _block(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _listed(sections: Iterable[Section], level: int) -> Iterator[tuple[Section, int]]:
    """Every section with its level, in the order they stand."""
    for section in sections:
        yield section, level
        yield from _listed(section.parts, level + 1)


def _block(document: Document, block: Block) -> None:
    match block:
        case Note():
            write(document.add_paragraph(), block.text)
        case Excerpt():
            quoted = document.add_paragraph(style=styles.STATEMENT)
            write(quoted, f"“{block.quote.text}”")
            document.add_paragraph(f"{capital(block.bearing)}: {citation(block.quote)}", styles.SOURCE)
        case Enquiry():
            asked = document.add_paragraph(style="List Bullet")
            write(asked, block.question)
            asked.add_run(f" ({block.remark})").italic = True
