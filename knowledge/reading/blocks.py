"""Blocks, and the text they become. Pure.

A reader of a format gives blocks in reading order; only here do they get their places in one
text, so no reader ever counts characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.model import Heading, Page
from knowledge.reading.cleaning import tidy

NEW_PARAGRAPH = "\n\n"
NEW_LINE = "\n"
SAME_LINE = " "
CELL = " | "


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a row of a table."""

    text: str
    level: int = 0
    """How deep a heading it is, 1 being the topmost; 0 when it is none."""
    page: int | None = None
    """The number of the page it stands on; None when the format has no pages."""
    gap: str = NEW_PARAGRAPH
    """What stands between it and the block before."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file holds, as its reader found it."""

    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[Page, ...] = ()
    title: str | None = None
    """The title the file gives itself, besides its headings."""
    as_of: str | None = None
    """The date the file gives itself, in the form of ``knowledge.model.AS_OF``."""
    front_matter: str | None = None


@dataclass(slots=True)
class _Layout:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def add(self, block: Block) -> None:
        text = tidy(block.text)
        if not text:
            return
        if block.level:
            text = " ".join(text.split())
        start = self._append(text, NEW_PARAGRAPH if block.level or self._under_heading() else block.gap)
        if block.level:
            self.headings.append(Heading(start, self.length, block.level, text))
        if block.page is not None and (not self.pages or self.pages[-1].number != block.page):
            self.pages.append(Page(start, block.page))

    def _under_heading(self) -> bool:
        return bool(self.headings) and self.headings[-1].end == self.length

    def _append(self, text: str, gap: str) -> int:
        start = self.length + len(gap) if self.parts else 0
        self.parts += [gap, text] if self.parts else [text]
        self.length = start + len(text)
        return start


def laid_out(blocks: Iterable[Block], *, title: str | None = None, as_of: str | None = None) -> Extract:
    """The blocks that hold anything, one after the other."""
    layout = _Layout()
    for block in blocks:
        layout.add(block)
    return Extract("".join(layout.parts), tuple(layout.headings), tuple(layout.pages), title, as_of)


def rows(cells: Iterable[Iterable[str]], page: int | None = None) -> Iterable[Block]:
    """A table's rows, a block each: its cells that hold anything, in one line."""
    gap = NEW_PARAGRAPH
    for row in cells:
        text = CELL.join(" ".join(cell.split()) for cell in row if cell.strip())
        if text:
            yield Block(text, page=page, gap=gap)
            gap = NEW_LINE
