"""Markdown (.md): the file's own text, since people quote from it, less its front matter."""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.model import Heading
from knowledge.reading.blocks import Extract
from knowledge.reading.cleaning import clean, decode

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)


def read_markdown(content: bytes) -> Extract:
    text = clean(decode(content))
    matter = _FRONT_MATTER.match(text)
    text = clean(text[matter.end() :]) if matter else text
    return Extract(text, tuple(headings(text)), front_matter=matter and matter[1])


def headings(text: str) -> Iterator[Heading]:
    """The headings of a Markdown text; a ``#`` in a code block or a quotation is none."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    tokens = MarkdownIt("commonmark").parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and opening.map and inline.content:
            first, last = opening.map
            last -= opening.markup in {"=", "-"}  # the line under the words
            start, end = starts[first], starts[last]
            yield Heading(start, start + len(text[start:end].rstrip()), int(opening.tag[1]), _words(inline))


def _words(inline: Token) -> str:
    """What a reader sees of a heading: its words without asterisks, links and the like."""
    words = (" " if each.type == "softbreak" else each.content for each in inline.children or ())
    return "".join(words).strip()
