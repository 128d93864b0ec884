"""What a report holds, whatever it is written as. Pure.

Everything in it may be shown: whoever composes it has applied the attribution rule, and no writer
has anything to hide. ``records`` of a part are the ids of what it rests on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.attribution import Shown
from knowledge.records import Record
from knowledge.reports.figures import Figure
from knowledge.visits import Session, Visit


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the report's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody told, or the group agreed."""

    text: str
    records: tuple[str, ...]
    label: str = ""
    """What they make of it: "worked well"."""
    details: tuple[tuple[str, str], ...] = ()
    """More of it, each with its name: ("Recommendation", "Meet each week.")."""
    source: str = ""
    """Who told it and where, as far as the rule lets them be named."""
    pending: bool = False
    """Whether it is not agreed yet; only a draft shows it."""
    composed: bool = False
    """Whether it is in the words of its first record, which was composed from the others."""

    @property
    def cited(self) -> tuple[str, ...]:
        """The records that a reader is pointed to."""
        return self.records[:1] if self.composed else self.records


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; the ids are empty where it rests on no record."""

    cells: tuple[str, ...]
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Statement | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; ``key`` stays the same whatever the heading says."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """A statement with the headings above it, outermost first."""

    headings: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True)
class Report:
    """What the host and the network receive about a visit."""

    visit: Visit
    """As it may be shown, its id included."""
    host: str
    """The host as a reader is told of it: its name, or "a host council"."""
    made_at: datetime
    draft: bool
    missing: tuple[str, ...]
    """What a draft still lacks, a sentence each."""
    body: tuple[Section, ...]
    appendices: tuple[Section, ...]
    programme: tuple[Session, ...]
    records: tuple[Shown[Record], ...]
    """Those the report rests on, in the order it first does."""

    @property
    def made_on(self) -> date:
        """The day at the host."""
        return self.visit.local(self.made_at).date()

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.body + self.appendices

    @property
    def marks(self) -> Mapping[str, str]:
        """The short name of each record, by its id: R1, R2 and so on."""
        return {each.record.id: f"R{number}" for number, each in enumerate(self.records, start=1)}

    @property
    def traced(self) -> tuple[Traced, ...]:
        """Every statement of the report."""
        return traced(self.sections)


def traced(sections: Iterable[Section]) -> tuple[Traced, ...]:
    """All statements of the sections in the order they stand, rows that rest on records among them."""
    return tuple(each for section in sections for each in _traced(section, ()))


def figures(report: Report) -> tuple[Figure, ...]:
    """All figures in the order they stand."""

    def within(section: Section) -> Iterator[Figure]:
        yield from (block for block in section.blocks if isinstance(block, Figure))
        for part in section.parts:
            yield from within(part)

    return tuple(figure for section in report.sections for figure in within(section))


def _traced(section: Section, above: tuple[str, ...]) -> Iterator[Traced]:
    headings = (*above, section.title)
    for block in section.blocks:
        for statement in _statements(block):
            yield Traced(headings, statement)
    for part in section.parts:
        yield from _traced(part, headings)


def _statements(block: Block) -> Iterator[Statement]:
    if isinstance(block, Statement):
        yield block
    elif isinstance(block, Table):
        for row in block.rows:
            if row.records:
                filled = (
                    f"{name}: {cell}" for name, cell in zip(block.columns, row.cells, strict=True) if cell
                )
                yield Statement("; ".join(filled), row.records)
