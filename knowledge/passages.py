"""Cutting a text into passages. Pure.

A passage never crosses a heading and ends at the end of a paragraph, else of a sentence, else of
a word. The heading lines themselves stand in no passage but in the header of the passages below
them; a heading with nothing below it is a passage of its own. Everything else that falls between
two passages is white space, so nothing a council wrote is lost.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from knowledge.model import CaseStudy, Heading, Metadata, Passage
from knowledge.sentences import sentences, strip

LIMIT = 900
"""Characters a passage has at most; measured in docs/adr/0004-passage-size.md."""
OVERLAP = 0
"""Characters, at most, that a passage repeats of the one before it; same place."""

_PARAGRAPH_END = re.compile(r"(?=\n[ \t]*\n)")
_WORD_END = re.compile(r"(?<=\S)(?=\s)")


def passages_of(case_study: CaseStudy, limit: int = LIMIT, overlap: int = OVERLAP) -> list[Passage]:
    """The passages of a case study, in order, each with the headings and the page it stands under."""
    paths = heading_paths(case_study.headings, case_study.metadata.title)
    heading_starts = [heading.start for heading in case_study.headings]
    page_starts = [page.start for page in case_study.pages]
    found = []
    for start, end in cut(case_study.text, case_study.headings, limit, overlap):
        above = bisect_right(heading_starts, start)
        page = bisect_right(page_starts, start)
        found.append(
            Passage(
                case_study=case_study.id,
                start=start,
                end=end,
                heading=paths[above - 1] if above else "",
                page=case_study.pages[page - 1].number if page else None,
            )
        )
    return found


def place_of(case_study: CaseStudy, offset: int) -> tuple[str, int | None]:
    """The headings above an offset, outermost first, joined by " > ", and the page it is on."""
    paths = heading_paths(case_study.headings, case_study.metadata.title)
    above = bisect_right([heading.start for heading in case_study.headings], offset)
    page = bisect_right([page.start for page in case_study.pages], offset)
    return paths[above - 1] if above else "", case_study.pages[page - 1].number if page else None


def cut(
    text: str, headings: Sequence[Heading] = (), limit: int = LIMIT, overlap: int = OVERLAP
) -> Iterator[tuple[int, int]]:
    """Character offsets [start, end) of the passages of ``text``, in order.

    Each is at most ``limit`` long and holds something to read. With ``overlap`` a passage may
    begin with up to that many characters of whole sentences of the passage before it.
    """
    for start, end in _sections(text, headings):
        yield from _cut_section(text, start, end, limit, overlap)


def header(metadata: Metadata, heading: str) -> str:
    """What both indexes see before a passage: "council | title | heading | date"."""
    parts = (metadata.council, metadata.title, heading, metadata.as_of or "")
    return " | ".join(part for part in parts if part)


def headed(metadata: Metadata, heading: str, own: str) -> str:
    """A passage's own text behind its header: what the embedder reads and the indexes hold."""
    above = header(metadata, heading)
    return f"{above}\n{own}" if above else own


def heading_paths(headings: Sequence[Heading], title: str = "") -> list[str]:
    """For each heading its title after those of the headings it stands under: "Kent > Partners".

    The first heading is left out where it only repeats the case study's ``title``.
    """
    above: list[Heading] = []
    paths = []
    for heading in headings:
        above = [*(other for other in above if other.level < heading.level), heading]
        titles = [other.title for other in above]
        paths.append(" > ".join(titles[1:] if _same(titles[0], title) else titles))
    return paths


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _sections(text: str, headings: Sequence[Heading]) -> Iterator[tuple[int, int]]:
    """The stretches between heading lines; a heading with nothing below it is its own stretch."""
    starts = [heading.start for heading in headings]
    yield strip(text, 0, starts[0] if starts else len(text))
    followers = [*headings[1:], None]
    for heading, following in zip(headings, followers, strict=False):
        start, end = strip(text, heading.end, following.start if following else len(text))
        if start < end:
            yield start, end
        elif following is None or following.level <= heading.level:
            yield strip(text, heading.start, heading.end)


def _cut_section(text: str, start: int, end: int, limit: int, overlap: int) -> Iterator[tuple[int, int]]:
    done = start
    while start < end:
        if end - start <= limit:
            yield start, end
            return
        stop = _best_end(text, start, start + limit)
        if stop <= done:  # Nothing new fits behind what would be repeated.
            start, _ = strip(text, done, end)
            continue
        yield strip(text, start, stop)
        done, start = stop, _next_start(text, start, stop, end, overlap)


def _best_end(text: str, start: int, furthest: int) -> int:
    """The last end of a paragraph in the second half of the window, else of a sentence, else of a word."""
    earliest = start + (furthest - start) // 2
    window = text[start : furthest + 2]  # two more characters show whether an end stands at the limit
    ends = (
        [match.start() for match in _PARAGRAPH_END.finditer(window)],
        [last for _, last in sentences(window)[:-1]],
        [match.start() for match in _WORD_END.finditer(window)],
    )
    for offsets in ends:
        within = [start + offset for offset in offsets if earliest <= start + offset <= furthest]
        if within:
            return within[-1]
    return furthest


def _next_start(text: str, start: int, stop: int, end: int, overlap: int) -> int:
    following, _ = strip(text, stop, end)
    if not overlap:
        return following
    repeated = [
        first for first, _ in sentences(text, start, stop) if first > start and stop - first <= overlap
    ]
    return repeated[0] if repeated else following
