"""A selection as a Word document; headings are real ones, as in reports."""

import io

import docx
from docx.document import Document

from knowledge.reports import word_styles as styles
from knowledge.reports.word_pages import add_contents, add_heading, set_margins, write
from knowledge.selections import phrases
from knowledge.selections.contents import NO_LESSON, TITLE, Claim, Selection, Sheet


def to_docx(selection: Selection) -> bytes:
    document = docx.Document()
    styles.set_up(document, TITLE, selection.made_at)
    set_margins(document, TITLE)
    document.add_paragraph(TITLE, "Title").paragraph_format.space_before = 0
    document.add_paragraph(phrases.front(selection), "Subtitle")
    if not selection.sheets:
        document.add_paragraph(NO_LESSON)
    elif len(selection.sheets) > 1:
        add_contents(document, [(sheet.lesson.title, 1) for sheet in selection.sheets])
    for place, sheet in enumerate(selection.sheets):
        _sheet(document, sheet, place)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _sheet(document: Document, sheet: Sheet, place: int) -> None:
    add_heading(document, sheet.lesson.title, 1, place)
    document.add_paragraph(phrases.standing(sheet), styles.SOURCE)
    for title, text in sheet.parts:
        document.add_paragraph(title, "Heading 2")
        write(document.add_paragraph(), text)
    document.add_paragraph(phrases.RESTS_ON, "Heading 2")
    for claim in sheet.claims:
        _claim(document, claim)
    document.add_paragraph(phrases.USED, "Heading 2")
    for use in phrases.uses(sheet):
        document.add_paragraph(use, "List Bullet")


def _claim(document: Document, claim: Claim) -> None:
    text = document.add_paragraph()
    text.add_run(claim.text).bold = True
    text.paragraph_format.keep_with_next = bool(claim.grounds or claim.remarks)
    for ground in claim.grounds:
        quoted = document.add_paragraph(style=styles.STATEMENT)
        write(quoted, f"“{ground.quote}”")
        quoted.paragraph_format.keep_with_next = True
        document.add_paragraph(phrases.source(ground), styles.SOURCE)
    for remark in claim.remarks:
        document.add_paragraph(style=styles.SOURCE).add_run(remark).italic = True
