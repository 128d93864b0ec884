"""The modal that shows a quote where it stands, with what comes before and after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.blocks import notices
from bot.blocks.elements import (
    Block,
    actions,
    button,
    header,
    line,
    link,
    plain,
    rich_text,
    section,
    web_address,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.notices import modal
from bot.blocks.texts import ELLIPSIS, on_one_line, shortened
from bot.wording.proposals import PROPOSE
from knowledge.model import Quote

_LONGEST_CITATION = 2_000
_LONGEST_QUOTE = 6_000
_AROUND = 1_200  # characters shown before a quote, and after it, at most
_PARAGRAPH = "\n\n"
_HEADING_MARKS = re.compile(r"^#{1,6} ", re.MULTILINE)
"""Of Markdown, in which a case study may be written: nobody wants to read them."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quote as it stands in its text."""

    before: str
    quote: str
    after: str


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """The quote ``text[start:end]``, its paragraph and the one on either side."""
    before = text[_paragraphs_back(text, start) : start].lstrip()
    after = text[end : _paragraphs_on(text, end)].rstrip()
    before, after = _HEADING_MARKS.sub("", before), _HEADING_MARKS.sub("", after)
    return Surroundings(
        before=before if len(before) <= _AROUND else ELLIPSIS + _from_a_word(before[-_AROUND:]),
        quote=text[start:end],
        after=shortened(after, _AROUND),
    )


def _from_a_word(text: str) -> str:
    return text.partition(" ")[2] or text


def _paragraphs_back(text: str, start: int) -> int:
    """Where the paragraph before the one at ``start`` begins."""
    own = text.rfind(_PARAGRAPH, 0, start)
    before = text.rfind(_PARAGRAPH, 0, own) if own > 0 else -1
    return before + len(_PARAGRAPH) if before >= 0 else 0


def _paragraphs_on(text: str, end: int) -> int:
    """Where the paragraph after the one at ``end`` ends."""
    own = text.find(_PARAGRAPH, end)
    after = text.find(_PARAGRAPH, own + len(_PARAGRAPH)) if own >= 0 else -1
    return after if after >= 0 else len(text)


def opening() -> Block:
    """What is shown at once, while the case study is fetched."""
    return notice(wording.OPENING)


def notice(said: str) -> Block:
    """The modal with nothing in it but a sentence of ours."""
    return notices.notice(said, wording.PASSAGE_TITLE)


def passage(number: int, quote: Quote, found: Surroundings, uses: Sequence[Block] = ()) -> Block:
    """The quote in bold amid its surroundings, its citation above and the link to its source below.

    ``uses`` are buttons for what its reader may make of it.
    """
    address = web_address(quote.source)
    return modal(
        wording.PASSAGE_TITLE,
        *_heading(number, quote),
        rich_text(line(*_marked(found))),
        *([rich_text(line(link(address, wording.READ_THE_SOURCE)))] if address else []),
        *([actions(*uses)] if uses else []),
    )


def proposing(pointer: str) -> Block:
    """The button that a lesson is proposed with."""
    return button(PROPOSE, Action.PROPOSE_FROM_PASSAGE, pointer)


def quoted_alone(number: int, quote: Quote, why: str) -> Block:
    """The quote without surroundings, and why there are none."""
    alone = rich_text(line(words(shortened(quote.text, _LONGEST_QUOTE))))
    return modal(wording.PASSAGE_TITLE, *_heading(number, quote), section(plain(why)), alone)


def _heading(number: int, quote: Quote) -> list[Block]:
    title = on_one_line(quote.title)
    citation = shortened(on_one_line(wording.citation(number, quote)), _LONGEST_CITATION)
    return [*([header(title)] if title else []), {"type": "context", "elements": [plain(citation)]}]


def _marked(found: Surroundings) -> list[Block]:
    parts = (
        (found.before, False),
        (shortened(found.quote, _LONGEST_QUOTE), True),
        (found.after, False),
    )
    return [words(text, bold=bold) for text, bold in parts if text]
