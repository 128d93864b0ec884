"""The board as a modal: what was accepted or settled, under headings, a page at a time. Pure.

What is shown has been through the visit's attribution rule already.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.blocks.elements import (
    Block,
    actions,
    button,
    context,
    line,
    option,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.notices import modal
from bot.blocks.texts import shortened
from bot.boards import PAGE, Look, kinds_of, mark, of_theme
from bot.proposals import PickedRecord, mark_of
from bot.wording import boards as wording
from bot.wording.proposals import PROPOSE
from bot.wording.themes import named
from knowledge.attribution import Shown
from knowledge.model import Theme
from knowledge.overviews import by_theme
from knowledge.records import FeedbackRecord, Record
from knowledge.visits import Visit

_LONGEST_TEXT = 600
_EVERY_THEME = "all"


def view(
    visit: Visit,
    look: Look,
    board: Sequence[Shown[FeedbackRecord]],
    uses: Sequence[Block],
    *,
    settled: Sequence[PickedRecord] = (),
) -> Block:
    """The board where somebody looks; ``uses`` are buttons for what they may make of what they choose.

    ``settled`` is what the group and its councils stand by, for whoever may rest a lesson on it.
    """
    records = [one.record for one in board]
    wanted = of_theme(records, look.theme)
    further = [one for one in settled if look.theme in {None, one.shown.theme}]
    pages = max(1, -(-(len(wanted) + len(further)) // PAGE))
    look = look.model_copy(update={"page": min(look.page, pages - 1)})
    head = context(plain(visit.title))
    if not records and not settled:
        return modal(wording.TITLE, head, section(plain(wording.NOTHING)), about=look.model_dump_json())
    summary = context(plain(wording.summary(len(records), kinds_of(records), len(settled))))
    by_id = {one.record.id: one for one in board}
    start, end = look.page * PAGE, (look.page + 1) * PAGE
    here = [by_id[one.id] for one in wanted[start:end]]
    after = further[max(0, start - len(wanted)) : max(0, end - len(wanted))]
    return modal(
        wording.TITLE,
        head,
        summary,
        actions(_themes(look, [*records, *(one.shown for one in settled)])),
        *([] if here or after else [section(plain(wording.NOTHING_OF_THEME))]),
        *_pieces(here, wanted, look, choosing=bool(uses)),
        *_settled(after, look),
        *_foot(look, pages, uses),
        about=look.model_dump_json(),
    )


def _pieces(
    here: Sequence[Shown[FeedbackRecord]], wanted: Sequence[FeedbackRecord], look: Look, *, choosing: bool
) -> Iterator[Block]:
    counts = Counter((one.theme, one.kind) for one in wanted)
    above = None
    for piece in here:
        group = (piece.record.theme, piece.record.kind)
        if group != above:
            said = wording.heading(named(piece.record.theme), piece.record.kind, counts[group])
            yield rich_text(line(words(said, bold=True)))
        above = group
        yield _piece(piece, look, choosing=choosing)


def _piece(piece: Shown[FeedbackRecord], look: Look, *, choosing: bool) -> Block:
    author = piece.author
    by = [part for part in (author.person, author.role, author.organisation) if part]
    text = shortened(piece.record.observation, _LONGEST_TEXT) + wording.told_by(by)
    marked = mark(piece.record.id)
    return _choosable(text, marked, look) if choosing else section(plain(text), block_id=marked)


def _settled(here: Sequence[PickedRecord], look: Look) -> Iterator[Block]:
    """What stands after the feedback, each thing to be chosen by itself."""
    above = None
    for point in here:
        if point.heading != above:
            yield rich_text(line(words(shortened(point.heading, _LONGEST_TEXT), bold=True)))
        above = point.heading
        yield _choosable(shortened(point.text, _LONGEST_TEXT), mark_of(point.pick), look)


def _choosable(text: str, marked: str, look: Look) -> Block:
    choice = option(wording.CHOOSE, marked)
    box = {"type": "checkboxes", "action_id": Action.CHOOSE_FEEDBACK, "options": [choice]}
    ticked = {"initial_options": [choice]} if marked in look.chosen else {}
    return section(plain(text), block_id=marked, accessory=box | ticked)


def composing(visit: str) -> Block:
    """The button that the group's feedback is composed with."""
    return button(wording.COMPOSE, Action.COMPOSE, visit, style="primary")


def proposing(visit: str) -> Block:
    """The button that a lesson is proposed with."""
    return button(PROPOSE, Action.PROPOSE_FROM_BOARD, visit)


def _foot(look: Look, pages: int, uses: Sequence[Block]) -> Iterator[Block]:
    if pages > 1:
        yield context(plain(wording.page(look.page + 1, pages)))
    buttons = [
        *([_turn(wording.BEFORE, look.page - 1)] if look.page > 0 else []),
        *([_turn(wording.AFTER, look.page + 1)] if look.page + 1 < pages else []),
        *uses,
    ]
    if buttons:
        yield actions(*buttons)


def _turn(label: str, page: int) -> Block:
    return button(label, f"{Action.TURN_BOARD}:{page}", str(page))


def _themes(look: Look, records: Sequence[Record]) -> Block:
    counts = dict(by_theme(records))
    options: Mapping[Theme | None, Block] = {
        None: option(wording.counted(wording.ALL_THEMES, len(records)), _EVERY_THEME)
    } | {theme: option(wording.counted(named(theme), counts.get(theme, 0)), theme) for theme in Theme}
    return {
        "type": "static_select",
        "action_id": Action.FILTER_BOARD,
        "placeholder": plain(wording.WHICH_THEME),
        "options": list(options.values()),
        "initial_option": options[look.theme],
    }


def filtered(look: Look, chosen: str) -> Look:
    theme = None if chosen == _EVERY_THEME else Theme(chosen)
    return look.model_copy(update={"theme": theme, "page": 0})
