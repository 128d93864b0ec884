"""What a pack holds, whatever it is written as. Pure.

Everything in it may be shown to those it is made for: whoever composes it has kept the rules, and no
writer has anything to hide. What somebody wrote or told stands in it sign for sign.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.model import Quote
from knowledge.visits import Visit


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the pack's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote, and what it has to do with the visit."""

    quote: Quote
    bearing: str


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question that nothing answers yet, and what there is to say of it."""

    question: str
    remark: str


Block = Note | Excerpt | Enquiry


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """What is known before a visit."""

    visit: Visit
    """As it may be shown, its id included."""
    made_at: datetime
    sections: tuple[Section, ...]

    @property
    def made_on(self) -> date:
        """The day it was made on, at the host."""
        return self.visit.local(self.made_at).date()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes in the order they stand."""
        return tuple(block.quote for block in self._blocks() if isinstance(block, Excerpt))

    def _blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks
            for part in section.parts:
                yield from part.blocks
