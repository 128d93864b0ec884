"""How a report looks in Word: styles a person can change for the whole document at once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

STATEMENT, SOURCE, DRAFT, MARK, CELL = "Statement", "Told by", "Draft", "Record mark", "Cell"
TOP_ENTRY, ENTRY = "toc 1", "toc 2"
"""Word's own names of the entries of a table of contents."""

TEXT_WIDTH = Cm(16.4)
LINE_COLOUR, SHADE = "C5CED6", "E8EEF3"

_FONT = "Arial"  # on every machine, or with a twin of the same widths
_LANGUAGE = "en-GB"
_INK, _ACCENT, _QUIET, _ALARM = (
    RGBColor(0x1F, 0x2A, 0x33),
    RGBColor(0x0B, 0x4F, 0x7A),
    RGBColor(0x50, 0x5C, 0x66),
    RGBColor(0xA8, 0x1C, 0x1C),
)


def set_up(document: Document, title: str, made_at: datetime) -> None:
    """Styles, margins, language and properties; who made it is left out."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.different_first_page_header_footer = False
    _properties(document, title, made_at)
    _language(document)
    _styles(document)


def _properties(document: Document, title: str, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "Peerbot", "Peerbot"
    properties.comments, properties.language = "", _LANGUAGE
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _styles(document: Document) -> None:
    _style(document, "Normal", 10.5, after=6)
    _style(document, "Title", 30, bold=True, colour=_ACCENT, before=150, after=10)
    _style(document, "Subtitle", 14, colour=_QUIET, after=4)
    _style(document, "Heading 1", 18, bold=True, colour=_ACCENT, before=22, after=8, keep=True)
    _style(document, "Heading 2", 13, bold=True, colour=_INK, before=14, after=5, keep=True)
    _style(document, "TOC Heading", 18, bold=True, colour=_ACCENT, before=0, after=10)
    _style(document, "Caption", 9.5, bold=True, colour=_INK, before=8, after=4, keep=True)
    _style(document, STATEMENT, 10.5, before=4, after=2)
    _style(document, SOURCE, 9, colour=_QUIET, after=9)
    _style(document, CELL, 9, after=1)
    _style(document, DRAFT, 11, bold=True, colour=_ALARM, after=6)
    _entry(document, TOP_ENTRY, indent=0, bold=True, before=5)
    _entry(document, ENTRY, indent=0.6, bold=False, before=0)
    mark = document.styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.size, mark.font.color.rgb, mark.font.superscript = Pt(9), _ACCENT, True
    for name in (STATEMENT, SOURCE):
        document.styles[name].paragraph_format.left_indent = Cm(0.5)


def _style(
    document: Document,
    name: str,
    points: float,
    *,
    bold: bool = False,
    colour: RGBColor = _INK,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Any:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _plain_font(style)
    style.font.size, style.font.bold, style.font.italic = Pt(points), bold, False
    style.font.color.rgb = colour
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.12
    layout.keep_with_next = keep
    for border in list(style.element.iter(qn("w:pBdr"))):  # the template's own line under a title
        border.getparent().remove(border)
    return style


def _entry(document: Document, name: str, *, indent: float, bold: bool, before: float) -> None:
    layout = _style(document, name, 10.5, bold=bold, before=before, after=2).paragraph_format
    layout.left_indent = Cm(indent)
    layout.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _plain_font(style: Any) -> None:
    """The font by its name; a theme's font would win over it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)


def lay_out(table: Table, weights: Sequence[float]) -> None:
    """As wide as the text, its columns by their weights, with room around words and quiet lines."""
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = int(TEXT_WIDTH * weight / sum(weights))
    properties = table._tbl.tblPr  # noqa: SLF001  # python-docx has no words for these
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, {"val": "single", "sz": "4", "space": "0", "color": LINE_COLOUR}))
    for side, width in (("top", "50"), ("left", "90"), ("bottom", "50"), ("right", "90")):
        margins.append(_element(side, {"w": width, "type": "dxa"}))
    properties.append(borders)
    properties.append(margins)


def shade(cell: Any) -> None:
    shading = _element("shd", {"val": "clear", "color": "auto", "fill": SHADE})
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001  # python-docx has no word for it


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
