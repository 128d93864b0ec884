"""A selection as Markdown: CommonMark in which nothing that was told is markup. Pure."""

from collections.abc import Iterator

from knowledge.reports import commonmark
from knowledge.selections import phrases
from knowledge.selections.contents import NO_LESSON, TITLE, Claim, Selection, Sheet


def to_markdown(selection: Selection) -> bytes:
    sheets = (part for sheet in selection.sheets for part in _sheet(sheet))
    nothing = () if selection.sheets else (NO_LESSON,)
    return "\n\n".join([f"# {TITLE}", phrases.front(selection), *nothing, *sheets, ""]).encode()


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"## {commonmark.line(sheet.lesson.title)}"
    yield f"*{commonmark.line(phrases.standing(sheet))}*"
    for heading, text in sheet.parts:
        yield f"### {heading}"
        yield commonmark.text(text)
    yield f"### {phrases.RESTS_ON}"
    for claim in sheet.claims:
        yield from _claim(claim)
    yield f"### {phrases.USED}"
    yield "\n".join(f"- {commonmark.line(use)}" for use in phrases.uses(sheet))


def _claim(claim: Claim) -> Iterator[str]:
    yield f"**{commonmark.line(claim.text)}**"
    for ground in claim.grounds:
        quoted = "\n".join(f"> {line}" for line in commonmark.text(f"“{ground.quote}”").splitlines())
        yield f"{quoted}\n>\n> — {commonmark.line(phrases.source(ground))}"
    for remark in claim.remarks:
        yield f"*{remark}*"
