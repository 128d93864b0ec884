"""The sections of a report in the order they stand, with the numbers readers refer to. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from knowledge.reports.contents import Block, Report, Section


@dataclass(frozen=True, slots=True)
class Numbered:
    """A section with its heading in full; level 1 is the topmost."""

    key: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    starts_a_page: bool = False


def numbered(report: Report) -> tuple[Numbered, ...]:
    """The headings go: 1 Introduction, 1.1 The visit; Appendix A: Programme."""
    body = ((f"{number}", section) for number, section in enumerate(report.body, start=1))
    attached = (
        (f"Appendix {letter}:", section)
        for letter, section in zip(ascii_uppercase, report.appendices, strict=False)
    )
    return tuple(each for number, section in (*body, *attached) for each in _numbered(number, section))


def _numbered(number: str, section: Section) -> Iterator[Numbered]:
    starts_a_page = number in {"1", "Appendix A:"}
    yield Numbered(section.key, f"{number} {section.title}", 1, section.blocks, starts_a_page)
    for place, part in enumerate(section.parts, start=1):
        prefix = f"{number.removeprefix('Appendix ').removesuffix(':')}.{place}"
        yield Numbered(part.key, f"{prefix} {part.title}", 2, part.blocks)
