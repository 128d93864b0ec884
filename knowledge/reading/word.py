"""Word documents (.docx): what a reader of the document sees of its body, and of its notes.

Deleted and hidden text, comments, page headers and tables of contents are left out. A note's text
follows the paragraph that refers to it. Pages are Word's to make and are not in the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.reading.blocks import Block, Extract, laid_out, rows
from knowledge.reading.office import Package, attribute, child, inside, name

_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr"})
_OTHER_STORIES = frozenset({"txbxContent", "pict"}) | _UNSEEN
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_NO_HEADING = 9  # An outline level of 9 is body text; 0 to 8 are headings.
_CONTENTS = re.compile(r"toc \d", re.IGNORECASE)


def read_word(content: bytes) -> Extract:
    package = Package(content)
    main = package.main_part()
    document = _Document(_styles(package, main), _notes(package, main))
    body = child(package.part(main), "body")
    return laid_out(document.blocks(body) if body is not None else (), title=package.title())


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: str


@dataclass(frozen=True, slots=True)
class _Document:
    styles: Mapping[str, _Style]
    notes: Mapping[tuple[str, str | None], Element]
    """By the name of the reference to a note, and its id."""

    def blocks(self, element: Element) -> Iterator[Block]:
        for each in element:
            if name(each) == "p":
                yield from self._paragraph(each)
            elif name(each) == "tbl":
                yield from self._table(each)
            elif name(each) not in _UNSEEN:
                yield from self.blocks(each)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        style = attribute(child(paragraph, "pPr", "pStyle"), "val") or ""
        if style in self.styles and _CONTENTS.fullmatch(self.styles[style].name):
            return
        yield Block("".join(_characters(paragraph)), level=self._level(paragraph, style))
        for box in inside(paragraph, "txbxContent", _UNSEEN):
            yield from self.blocks(box)
        for kind in ("footnoteReference", "endnoteReference"):
            for reference in inside(paragraph, kind, _OTHER_STORIES):
                note = self.notes.get((kind, attribute(reference, "id")))
                yield from self.blocks(note) if note is not None else ()

    def _table(self, table: Element) -> Iterator[Block]:
        cells = [list(inside(row, "tc", _UNSEEN)) for row in inside(table, "tr", _UNSEEN)]
        if all(len(row) == 1 for row in cells):  # A frame around paragraphs rather than a table.
            for [cell] in cells:
                yield from self.blocks(cell)
        else:
            yield from rows([[self._cell(cell) for cell in row] for row in cells])

    def _cell(self, cell: Element) -> str:
        return " ".join(block.text for block in self.blocks(cell))

    def _level(self, paragraph: Element, style: str) -> int:
        own = attribute(child(paragraph, "pPr", "outlineLvl"), "val")
        return _outline_level(own) if own else self._level_of_style(style)

    def _level_of_style(self, style: str) -> int:
        seen = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            found = self.styles[style]
            if match := _HEADING.fullmatch(found.name):
                return int(match[1])
            if found.name.lower() == "title":
                return 1
            if found.outline:
                return _outline_level(found.outline)
            style = found.based_on
        return 0


def _outline_level(value: str) -> int:
    return int(value) + 1 if value.isdecimal() and int(value) < _NO_HEADING else 0


def _characters(element: Element) -> Iterator[str]:
    for each in element:
        kind = name(each)
        if kind == "t":
            yield each.text or ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind not in _OTHER_STORIES and not _hidden(each):
            yield from _characters(each)


def _hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in {"0", "false", "off"}


def _styles(package: Package, main: str) -> dict[str, _Style]:
    return {
        attribute(style, "styleId") or "": _Style(
            name=attribute(child(style, "name"), "val") or "",
            based_on=attribute(child(style, "basedOn"), "val") or "",
            outline=attribute(child(style, "pPr", "outlineLvl"), "val") or "",
        )
        for path in package.related(main, "styles").values()
        for style in inside(package.part(path), "style")
    }


def _notes(package: Package, main: str) -> dict[tuple[str, str | None], Element]:
    return {
        (f"{kind}Reference", attribute(note, "id")): note
        for kind in ("footnote", "endnote")
        for path in package.related(main, f"{kind}s").values()
        for note in inside(package.part(path), kind)
    }
