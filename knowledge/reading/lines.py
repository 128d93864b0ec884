"""From the lines of printed pages back to what was written: running text. Pure.

A line break was meant where the next word would still have fitted on the line; every other one
is the printer's, and becomes a space.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.reading.blocks import NEW_LINE, NEW_PARAGRAPH, SAME_LINE

_EDGE_LINES = 4
"""How far from the top or the bottom of a page a running header or footer may stand."""
_FURNITURE_SHARE = 0.4
"""The share of the pages a header stands on; odd and even pages often have different ones."""
_FULL_LINE = 0.85
"""The share of the usual width up to which a line counts as left unfilled: letters differ in width."""
_USUAL = 0.75
"""The quantile of the lengths of a page's lines that is its usual width."""
_ITEM = re.compile(
    r"[•●▪■□◦‣➢✓]"
    r"|[–—*-]\s+[A-Z0-9]|o\s+[A-Z]"  # what is often typed for a bullet
    r"|\d{1,2}(\.\d{1,2})+\.?\s+[A-Z]|\(?(\d{1,2}|[a-z]|[ivx]{2,4})[.)]\s"
)
_LEADERS = re.compile(r"(?:\s*\.){5,}\s*")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)]*$")
_BROKEN_WORD = re.compile(r"\b(\w+)(?:\x02[ \n]*|-[ ]*\n[ ]*)(?=([a-z]\w*))")
"""A word at the end of a line; PDFium writes U+0002 for the hyphen that broke it."""
_BROKEN_AFTER_HYPHEN = re.compile(r"(?<=\w-)[ ]*\n[ ]*(?=[A-Z0-9])")
_DIGITS = re.compile(r"\d+")


def whole_words(text: str) -> str:
    """``text`` with the words put together that were broken at the end of a line.

    A hyphen stays when the same text has the word with a hyphen elsewhere.
    """
    hyphenated = {word.lower() for word in re.findall(r"\w+-\w+", text)}

    def mended(broken: re.Match[str]) -> str:
        keeps_hyphen = f"{broken[1]}-{broken[2]}".lower() in hyphenated
        return f"{broken[1]}-" if keeps_hyphen else broken[1]

    return _BROKEN_AFTER_HYPHEN.sub("", _BROKEN_WORD.sub(mended, text).replace("\x02", "-"))


def without_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of each page without running headers, footers and page numbers.

    The first page keeps a line without figures, which is the title that the others repeat.
    """
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page in edges for key in {_key(line) for line in page.values()})
    enough = max(2, _FURNITURE_SHARE * len(pages))
    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {
            place
            for place, line in edge.items()
            if counts[_key(line)] >= enough and (number > 0 or _DIGITS.search(line))
        }
        kept.append([line for place, line in enumerate(page) if place not in gone])
    return kept


def _edges(page: Sequence[str]) -> dict[int, str]:
    places = [place for place, line in enumerate(page) if line.strip()]
    return {place: page[place] for place in places[:_EDGE_LINES] + places[-_EDGE_LINES:]}


def _key(line: str) -> str:
    return _DIGITS.sub("#", "".join(line.split()).casefold())


def usual_width(lines: Sequence[str]) -> int:
    """How many characters fit on a line of this page."""
    lengths = sorted(len(line) for line in lines if line.strip()) or [0]
    return lengths[round(_USUAL * (len(lengths) - 1))]


def paragraphs(lines: Sequence[str], width: int) -> Iterator[tuple[str, str]]:
    """What the lines say: the gap before a paragraph, an item or a row, and its text."""
    start, words = NEW_PARAGRAPH, list[str]()
    for above, line in pairwise(["", *map(str.strip, lines)]):
        gap = _gap(above, line, width)
        if gap != SAME_LINE and words:
            yield start, without_leaders(" ".join(words))
            words = []
        start = start if words else gap
        words += [line] if line else []
    if words:
        yield start, without_leaders(" ".join(words))


def without_leaders(text: str) -> str:
    """The dots that lead the eye to a page number, as one character."""
    return _LEADERS.sub(" … ", text)


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def begins_item(text: str) -> bool:
    return bool(_ITEM.match(text.lstrip()))


def _gap(above: str, line: str, width: int) -> str:
    """What stood between two lines before they were printed."""
    if not above or not line:
        return NEW_PARAGRAPH
    if begins_item(line) or _LEADERS.search(above):
        return NEW_LINE
    first_word = without_leaders(line).split()[0]
    would_have_fitted = len(above) + 1 + len(first_word) <= _FULL_LINE * width
    if line[0].islower() or not (would_have_fitted or above.isupper() > line.isupper()):
        return SAME_LINE
    return NEW_PARAGRAPH if ends_sentence(above) else NEW_LINE
