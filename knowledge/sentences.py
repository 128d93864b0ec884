"""Where sentences end. Pure, and on purpose cautious: a missed end only makes a quote longer.

A list item and a table row count as sentences of their own, because that is how a reader quotes
them. Offsets are into the whole text that was given.
"""

import re

_ABBREVIATIONS = (
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\betc)(?<!\bNo)(?<!\bno)(?<!\bpp)(?<!\bp)(?<!\bSt)"
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bProf)(?<!\bCllr)(?<!\bCo)(?<!\bLtd)(?<!\bFig)"
    r"(?<!\bapprox)(?<!\bvol)(?<!\bpara)(?<!\bparas)(?<!\b[A-Z])"
)
_END = re.compile(
    rf"{_ABBREVIATIONS}(?<![.!?…])[.!?…]++[\"'”’)\]]*(?:\[\d+\]|[¹²³⁴-⁹])?(?=\s+[\"'“‘(\[]?[A-Z0-9£$€•*–-]|\s*\Z)"
    r"|(?=\n[ \t]*(?:[-*•–+▪◦]|\d{1,2}[.)]|[a-z]\)|\|)[ \t]+\S)"  # the line before a list item or table row
    r"|(?<=\|)[ \t]*(?=\n)"  # the end of a table row
    r"|[:;](?=[ \t]*\n)"  # what leads into a list
    r"|(?=\n[ \t]*\n)"  # the end of a paragraph
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The [start, end) offsets of the sentences of ``text[start:end]``, in order, without outer space."""
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    position = start
    for match in _END.finditer(text, start, end):
        if match.end() > position:
            found.append((position, match.end()))
            position = match.end()
    found.append((position, end))
    stripped = (strip(text, *span) for span in found)
    return [(first, last) for first, last in stripped if first < last]


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its two ends; ``start == end`` when nothing is left."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), max(
        start + len(piece.rstrip()), start + len(piece) - len(piece.lstrip())
    )
