"""What Word knows and python-docx has no words for: fields, bookmarks, contents, rows that repeat."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field, and what it shows until it is filled in."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    _mark(paragraph, "begin")
    paragraph.add_run()._r.append(_element("w:instrText", instruction, {"xml:space": "preserve"}))  # noqa: SLF001
    _mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    _mark(paragraph, "end")


def add_entry(paragraph: Paragraph, heading: str, bookmark: str) -> None:
    """An entry of the contents: it leads to a heading, on a page that is known once fields are updated."""
    link = _element("w:hyperlink", "", {"w:anchor": bookmark, "w:history": "1"})
    start = len(paragraph._p)  # noqa: SLF001
    paragraph.add_run(heading)
    for run in list(paragraph._p)[start:]:  # noqa: SLF001
        link.append(run)
    paragraph._p.append(link)  # noqa: SLF001


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Around all that the paragraph holds."""
    start = _element("w:bookmarkStart", "", {"w:id": str(number), "w:name": name})
    end = _element("w:bookmarkEnd", "", {"w:id": str(number)})
    place = 1 if paragraph._p.pPr is not None else 0  # noqa: SLF001
    paragraph._p.insert(place, start)  # noqa: SLF001
    paragraph._p.append(end)  # noqa: SLF001


def describe(picture: Any, title: str, alternative_text: str) -> None:
    """Gives a picture the words a screen reader says."""
    properties = picture._inline.docPr  # noqa: SLF001
    properties.set("title", title)
    properties.set("descr", alternative_text)


def repeat_on_every_page(row: Any) -> None:
    """Marks the row as a table's header."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: Any) -> None:
    """No page ends within the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", "", {"w:fldCharType": kind}))  # noqa: SLF001


def _element(tag: str, text: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(tag)
    if text:
        element.text = text
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
