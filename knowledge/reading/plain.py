"""Plain text (.txt): the file's own text, and the few headings that are beyond doubt.

A heading is a short line between blank lines that does not end like a sentence, and that is the
first of the file, or numbered, or in capitals, or in Title Case above prose. A heading that is
missed costs a citation some precision; a sentence taken for one would be lost to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from knowledge.model import Heading
from knowledge.reading.blocks import Extract
from knowledge.reading.cleaning import clean, decode

_LONGEST = 120
"""Characters; a longer line is a sentence whatever it looks like."""
_TOP = 2  # The first line of a file, its title, stands above all its other headings.
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)[.)]?\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)]*(\s|$)")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_ACRONYM_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    text: str

    @property
    def is_first(self) -> bool:
        return self.start == 0

    @property
    def number(self) -> str:
        match = _NUMBER.match(self.text)
        return match[1] if match else ""

    @property
    def words(self) -> list[str]:
        return _NUMBER.sub("", self.text, count=1).split()

    @property
    def is_line(self) -> bool:
        """Whether it is short, alone on its line, and ends unlike a sentence."""
        short = "\n" not in self.text and len(self.text) <= _LONGEST
        return short and self.text[-1] not in ".,;:!" and any(map(str.isalpha, self.text))

    @property
    def is_prose(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))

    @property
    def in_capitals(self) -> bool:
        return self.text.isupper() and len(list(filter(str.isalpha, self.text))) > _ACRONYM_LETTERS

    @property
    def in_title_case(self) -> bool:
        initials = [word[0] for word in self.words if word not in _SMALL_WORDS]
        return (
            "," not in self.text
            and any(map(str.isupper, initials[:1]))
            and not any(map(str.islower, initials))
        )

    @property
    def level(self) -> int:
        return 1 if self.is_first else _TOP + self.number.count(".")


def read_text(content: bytes) -> Extract:
    text = clean(decode(content))
    return Extract(text, tuple(headings(text)))


def headings(text: str) -> Iterator[Heading]:
    """The headings of a ``clean`` text, in order."""
    for paragraph, below in pairwise([*_paragraphs(text), None]):
        if paragraph and below and paragraph.is_line and _heads(paragraph, below):
            end = paragraph.start + len(paragraph.text)
            yield Heading(paragraph.start, end, paragraph.level, paragraph.text)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    start = 0
    for paragraph in text.split("\n\n"):
        if paragraph:
            yield _Paragraph(start, paragraph)
        start += len(paragraph) + len("\n\n")


def _heads(line: _Paragraph, below: _Paragraph) -> bool:
    """Whether a line is the heading of what stands ``below`` it."""
    if line.is_first or line.in_capitals or "." in line.number:
        return True
    return line.in_title_case and (bool(line.number) or below.is_prose or bool(below.number))
