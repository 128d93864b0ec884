"""PDF documents: the words of every page, in whole sentences, with the headings kreuzberg finds.

The words are those of the pages' plain text. kreuzberg's analysis of the document leaves some of
them out, spells some wrongly and repeats tables, so it is only asked where headings and, in a PDF
that marks them itself, paragraphs begin and end: it is laid over the plain text letter by letter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from knowledge.errors import Reason
from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, SAME_LINE, Block, Extract, laid_out
from knowledge.reading.cleaning import clean
from knowledge.reading.lines import (
    begins_item,
    ends_sentence,
    paragraphs,
    usual_width,
    whole_words,
    without_furniture,
)
from knowledge.reading.native import extract
from knowledge.reading.refusals import RefusalError

_WORD = re.compile(r"\w{2,}")
_PAGE_END = "\f"
_LONGEST_HEADING = 150
_LONGEST_SENTENCE = 60  # that some author still took for a heading
_NO_HEADING = re.compile(r"page \d|https?:|(?!.*[a-z]{3})", re.IGNORECASE | re.DOTALL)
_NUMBERED_HEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+([A-Z][^.…]{4,100}(?<![,;:]))")
_ITEM_NUMBER = re.compile(r"\(?(\d{1,2}(\.\d{1,2})*|[a-z]|[ivx]+)")
_CLOSING = frozenset(".,;:!?%…)]’”\"'")


def read_pdf(content: bytes) -> Extract:
    result = extract(content, "application/pdf")
    raw = _PAGE_END.join(page["content"].replace(_PAGE_END, "\n") for page in result.pages or ())
    pages = [clean(page) for page in whole_words(raw.replace("\r\n", "\n")).split(_PAGE_END)]
    if len(_WORD.findall(raw)) < len(pages):  # A stamp, perhaps, but no text.
        raise RefusalError(Reason.NO_TEXT_LAYER)
    nodes = result.document["nodes"] if result.document else []
    return laid_out(blocks(pages, marks(nodes)), title=result.metadata.get("title"))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of a page that the analysis knows: a heading, an item or a paragraph."""

    page: int
    text: str
    level: int
    is_item: bool


def marks(nodes: Iterable[Any]) -> list[_Mark]:
    marks = [_mark(node) for node in nodes if node["content"].get("text") and node.get("page")]
    if any("\n" in mark.text for mark in marks):  # Guessed from the print, so only good for headings.
        return [mark for mark in marks if mark.level]
    return marks


def _mark(node: Any) -> _Mark:
    text = node["content"]["text"]
    level = node["content"].get("level", 0) if _plausible(text) else 0
    return _Mark(node["page"], text, level, is_item=node["content"]["node_type"] == "list_item")


def _plausible(heading: str) -> bool:
    """Whether a line may be a heading: one that is none would be lost to the passages."""
    short = len(heading) <= _LONGEST_HEADING and (
        heading[-1] not in ".!" or len(heading) <= _LONGEST_SENTENCE
    )
    begins_well = heading[0].isupper() or heading[0].isdigit()
    return short and begins_well and heading[-1] not in ",;:-–" and not _NO_HEADING.match(heading)


def blocks(pages: Sequence[str], marks: Sequence[_Mark]) -> Iterator[Block]:
    lines = without_furniture([page.split("\n") for page in pages])
    found = (
        block
        for number, page in enumerate(lines, start=1)
        for block in _page_blocks("\n".join(page), [mark for mark in marks if mark.page == number], number)
    )
    return _continued(found)


def _page_blocks(page: str, marks: Sequence[_Mark], number: int) -> Iterator[Block]:
    width = usual_width(page.split("\n"))
    for start, end, mark in _stretches(page, marks):
        if mark and mark.level:
            yield Block(page[start:end], mark.level, number)
            continue
        text = _respaced(page[start:end], mark.text) if mark else page[start:end]
        first = _gap(page, start, mark)
        for gap, paragraph in paragraphs(text.split("\n"), width):
            yield Block(paragraph, _numbered_level(paragraph), number, gap if first is None else first)
            first = None


def _gap(page: str, start: int, mark: _Mark | None) -> str | None:
    """What stood before a stretch; None when its lines have to tell."""
    if mark and mark.is_item:
        return NEW_LINE
    before = page[:start].rpartition("\n")[2]
    if not before.strip() or begins_item(page[start:]):
        return NEW_PARAGRAPH if mark else None
    if before[-1].isspace() or page[start].isspace():
        return SAME_LINE
    return NEW_LINE if mark and page[start].isalnum() else ""  # Two words in one have lost a bullet.


def _respaced(text: str, analysed: str) -> str:
    """``text`` with a line break wherever only the analysis has a space: at a lost bullet, for example."""
    spaced = [before.isspace() for before, letter in pairwise(f" {analysed}") if letter.isalnum()]
    number_of_item = sum(map(str.isalnum, text)) - len(spaced)
    letters = chain([False] * number_of_item, spaced)
    parts = []
    for before, character in pairwise(f" {text}"):
        lost = character.isalnum() and next(letters) and before.isalnum()
        parts.append(f"\n{character}" if lost else character)
    return "".join(parts)


def _numbered_level(paragraph: str) -> int:
    """The depth of a heading that the analysis missed: 2.1 What was learned, or 2 LEARNING."""
    match = _NUMBERED_HEADING.fullmatch(paragraph)
    return 1 + match[1].count(".") if match and ("." in match[1] or match[2].isupper()) else 0


def _continued(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, where one that goes on in the middle of a sentence follows on the same line."""
    for above, block in pairwise([Block(""), *blocks]):
        goes_on = block.gap == NEW_PARAGRAPH and block.text[:1].islower() and not block.level
        yield replace(block, gap=SAME_LINE) if goes_on and not ends_sentence(above.text) else block


def _stretches(page: str, marks: Sequence[_Mark]) -> Iterator[tuple[int, int, _Mark | None]]:
    """The page cut into the marked stretches and what is between them; nothing is left out."""
    places = [place for place, character in enumerate(page) if character.isalnum()]
    letters = "".join(page[place] for place in places)
    reached, cut = 0, 0
    for mark in marks:
        wanted = "".join(filter(str.isalnum, clean(mark.text)))
        found = letters.find(wanted, reached)
        if not wanted or found < 0:
            continue
        start = _opening(page, places[found], cut)
        if page[cut:start].strip():
            yield cut, start, None
        reached = found + len(wanted)
        cut = _closing(page, places[reached - 1] + 1)
        yield start, cut, mark
    if page[cut:].strip():
        yield cut, len(page), None


def _opening(page: str, place: int, after: int) -> int:
    """Where the brackets, quotation marks, bullets and numbers before a stretch begin."""
    while place > after and not page[place - 1].isalnum() and page[place - 1] != "\n":
        place -= 1
    line = max(page.rfind("\n", 0, place) + 1, after)
    return line if _ITEM_NUMBER.fullmatch(page[line:place]) else place


def _closing(page: str, place: int) -> int:
    """Where the punctuation behind a stretch ends."""
    while place < len(page) and page[place] in _CLOSING:
        place += 1
    return place
