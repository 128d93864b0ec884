"""PowerPoint presentations (.pptx): the words of each slide, then its speaker notes.

A slide is a page and its title a heading. Slide numbers, dates and footers are left out.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, Block, Extract, laid_out, rows
from knowledge.reading.office import Package, attribute, child, inside, name

_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_FALLBACK = frozenset({"Fallback"})


def read_slides(content: bytes) -> Extract:
    package = Package(content)
    main = package.main_part()
    slides = package.related(main, "slide")
    order = child(package.part(main), "sldIdLst")
    paths = [slides.get(_relation(each), "") for each in (order if order is not None else ())]
    blocks = (block for number, path in enumerate(paths, start=1) for block in _slide(package, path, number))
    return laid_out(blocks, title=package.title())


def _relation(slide: Element) -> str:
    """The relationship id; the slide's own id has the same local name and comes first."""
    return next((value for key, value in slide.items() if key.endswith("}id")), "")


def _slide(package: Package, path: str, page: int) -> Iterator[Block]:
    root = package.part(path)
    yield from sorted(_shapes(root, page), key=lambda block: block.level == 0)
    for diagram in package.related(path, "diagramData").values():
        yield from _paragraphs(package.part(diagram), page)
    for notes in package.related(path, "notesSlide").values():
        yield from _shapes(package.part(notes), page)


def _shapes(element: Element, page: int) -> Iterator[Block]:
    for each in element:
        if name(each) == "sp":
            yield from _shape(each, page)
        elif name(each) == "tbl":
            yield from rows(_cells(each), page)
        elif name(each) not in _FALLBACK:
            yield from _shapes(each, page)


def _shape(shape: Element, page: int) -> Iterator[Block]:
    role = attribute(child(shape, "nvSpPr", "nvPr", "ph"), "type")
    if role in _TITLES:
        yield Block(" ".join(_texts(shape)), level=1, page=page)
    elif role not in _FURNITURE:
        yield from _paragraphs(shape, page)


def _paragraphs(element: Element, page: int) -> Iterator[Block]:
    gap = NEW_PARAGRAPH
    for text in _texts(element):
        if text.strip():
            yield Block(text, page=page, gap=gap)
            gap = NEW_LINE


def _texts(element: Element) -> Iterator[str]:
    for paragraph in inside(element, "p", _FALLBACK):
        yield "".join("\n" if name(each) == "br" else each.text or "" for each in _runs(paragraph))


def _runs(paragraph: Element) -> Iterator[Element]:
    return (each for each in paragraph.iter() if name(each) in {"t", "br"})


def _cells(table: Element) -> Iterator[list[str]]:
    for row in inside(table, "tr"):
        yield [" ".join(_texts(cell)) for cell in inside(row, "tc")]
