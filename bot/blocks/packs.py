"""A pack as messages: one if it fits, else the rest in its thread; and the form that asks for one. Pure.

A heading never ends a message, and no quote is cut off from where it stands. The longest quotes are
shortened at their end, marked so: the file that comes with the pack has them whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    confirm,
    context,
    header,
    line,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.texts import on_one_line, shortened
from bot.forms import Option, Prompt, Shape, modal
from bot.wording import packs as wording
from knowledge.citations import citation
from knowledge.packs import Enquiry, Excerpt, Note, Pack, Section
from knowledge.reports.phrases import capital, days

VISIT, FORMAT = "visit", "format"
_MOST_BLOCKS = 45  # of a message, which takes 50: some are left for what stands around them
_MOST_TEXT = 10_000  # characters of all blocks; some 13,000 are refused
_LONGEST_QUOTE, _LONGEST_CITATION, _LONGEST_TEXT = 2_400, 500, 1_500
_MOST_VISITS = 100


def form(visits: Mapping[str, str], preferred: str) -> Block:
    """Which visit to gather for, by the visits' ids and titles, and as which file."""
    chosen = {VISIT: preferred, FORMAT: next(iter(wording.FORMATS))}
    prompts = (
        _choice(VISIT, wording.WHICH_VISIT, [*visits.items()][:_MOST_VISITS]),
        _choice(FORMAT, wording.WHICH_FORMAT, wording.FORMATS.items()),
    )
    return modal(
        Form.PACK,
        wording.TITLE,
        prompts,
        chosen,
        submit=wording.GATHER,
        close=wording.CANCEL,
        before=[section(plain(wording.EXPLAINED))],
    )


def _choice(name: str, label: str, options: Iterable[tuple[str, str]]) -> Prompt:
    made = tuple(Option(value, said) for value, said in options)
    return Prompt(name, Shape.CHOICE, label, required=True, options=made)


def messages(pack: Pack, ending: Sequence[Block] = ()) -> list[list[Block]]:
    """The blocks of each message, the first with the title and with the ``ending``."""
    when = days(pack.visit.starts, pack.visit.ends)
    opening = [_header(pack.visit.title), context(plain(f"What is known before the visit of {when}"))]
    filled = _filled([opening, *_units(pack.sections)])
    total = len(filled)
    first = [*filled[0], *([context(plain(wording.GOES_ON))] if total > 1 else []), *ending]
    rest = [
        [context(plain(wording.part_of(number, total))), *blocks]
        for number, blocks in enumerate(filled[1:], start=2)
    ]
    return [first, *rest]


def posting(visit: str) -> Block:
    """The button that puts a pack before everybody in the visit's channel."""
    sure = confirm(wording.POST_TITLE, wording.POST_WARNING, yes=wording.YES, no=wording.NOT_YET)
    return actions(button(wording.POST, Action.POST_PACK, visit, confirm=sure))


def _filled(units: Iterable[Sequence[Block]]) -> list[list[Block]]:
    """The units in as few messages as they go into, in their order; none is torn apart."""
    filled: list[list[Block]] = [[]]
    for unit in units:
        full = len(filled[-1]) + len(unit) > _MOST_BLOCKS or _length([*filled[-1], *unit]) > _MOST_TEXT
        if full and filled[-1]:
            filled.append([])
        filled[-1] += unit
    return filled


def _length(part: object) -> int:
    """The characters that people read of blocks."""
    if isinstance(part, Mapping):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(_length(each) for each in part.values())
    return sum(map(_length, part)) if isinstance(part, list) else 0


def _units(sections: Iterable[Section]) -> Iterator[list[Block]]:
    """What must stand together: a block, with the headings right above it."""
    for one in sections:
        above = [_header(one.title)]
        for part in ((None, one.blocks), *((part.title, part.blocks) for part in one.parts)):
            title, blocks = part
            above += [rich_text(line(words(title, bold=True)))] if title else []
            for block in blocks:
                yield [*above, _block(block)]
                above = []


def _block(block: Note | Excerpt | Enquiry) -> Block:
    match block:
        case Note():
            return section(plain(shortened(block.text, _LONGEST_TEXT)))
        case Excerpt():
            said = f"{capital(block.bearing)}: {citation(block.quote)}"
            stands = shortened(on_one_line(said), _LONGEST_CITATION)
            quoted = shortened(block.quote.text.strip(), _LONGEST_QUOTE)
            return rich_text(quotation(words(quoted)), line(words(stands, italic=True)))
        case Enquiry():
            asked = shortened(on_one_line(block.question), _LONGEST_TEXT)
            return rich_text(bullets([line(words(f"{asked} "), words(f"({block.remark})", italic=True))]))


def _header(text: str) -> Block:
    return header(on_one_line(text))
