"""OpenDocument texts (.odt), the way LibreOffice shows them, without comments and deleted text."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.errors import Reason
from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, Block, Extract, laid_out, rows
from knowledge.reading.office import Package, attribute, child, inside, name
from knowledge.reading.refusals import RefusalError

_UNSEEN = frozenset({"tracked-changes", "annotation", "table-of-content", "forms", "sequence-decls"})
_OTHER_STORIES = frozenset({"note", "text-box"})
_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n"}
_MANIFEST = "META-INF/manifest.xml"


def read_opendocument(content: bytes) -> Extract:
    package = Package(content)
    manifest = package.optional(_MANIFEST)
    if manifest is not None and [*inside(manifest, "encryption-data")]:
        raise RefusalError(Reason.PASSWORD_PROTECTED)
    text = child(package.part("content.xml"), "body", "text")
    if text is None:
        raise RefusalError(Reason.MISLABELLED, "an OpenDocument file that is no text")
    title = child(package.optional("meta.xml"), "meta", "title")
    return laid_out(_blocks(text), title=None if title is None else title.text)


def _blocks(element: Element, gap: str = NEW_PARAGRAPH) -> Iterator[Block]:
    for each in element:
        kind = name(each)
        if kind in {"p", "h"}:
            yield from _paragraph(each, gap)
        elif kind == "table":
            yield from rows(_cells(each))
        elif kind == "list":
            yield from _items(each, gap)
        elif kind not in _UNSEEN:
            yield from _blocks(each, gap)


def _paragraph(paragraph: Element, gap: str) -> Iterator[Block]:
    level = attribute(paragraph, "outline-level") if name(paragraph) == "h" else None
    depth = int(level) if level and level.isdecimal() else 1
    yield Block("".join(_characters(paragraph)), level=depth if name(paragraph) == "h" else 0, gap=gap)
    for kind in ("text-box", "note-body"):
        for story in inside(paragraph, kind, _UNSEEN):
            yield from _blocks(story)


def _items(items: Element, gap: str) -> Iterator[Block]:
    for item in items:
        yield from _blocks(item, gap)
        gap = NEW_LINE


def _characters(element: Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        kind = name(each)
        if kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind not in _UNSEEN | _OTHER_STORIES:
            yield from _characters(each)
        yield each.tail or ""


def _cells(table: Element) -> Iterator[list[str]]:
    for row in inside(table, "table-row", _UNSEEN):
        yield [" ".join(block.text for block in _blocks(cell)) for cell in inside(row, "table-cell")]
