"""A pack as Markdown: CommonMark in which nothing that was told is markup. Pure."""

from collections.abc import Iterator

from knowledge.citations import citation
from knowledge.packs.contents import Block, Enquiry, Excerpt, Note, Pack, Section
from knowledge.reports import commonmark
from knowledge.reports.phrases import capital, day, days


def to_markdown(pack: Pack) -> bytes:
    return "\n\n".join([*_front(pack), *_sections(pack.sections, 2), ""]).encode()


def _front(pack: Pack) -> Iterator[str]:
    yield f"# {commonmark.line(pack.visit.title)}"
    yield f"What is known before the visit of {days(pack.visit.starts, pack.visit.ends)}"
    yield f"Made on {day(pack.made_on)}"


def _sections(sections: tuple[Section, ...], level: int) -> Iterator[str]:
    for section in sections:
        yield f"{'#' * level} {commonmark.line(section.title)}"
        yield from map(_block, section.blocks)
        yield from _sections(section.parts, level + 1)


def _block(block: Block) -> str:
    match block:
        case Note():
            return commonmark.text(block.text)
        case Excerpt():
            quoted = "\n".join(f"> {line}" for line in commonmark.text(block.quote.text).splitlines())
            return f"{quoted}\n\n{commonmark.line(f'{capital(block.bearing)}: {citation(block.quote)}')}"
        case Enquiry():
            return f"- {commonmark.line(block.question)} ({commonmark.line(block.remark)})"
