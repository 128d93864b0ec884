"""What somebody saved, the latest first. Pure.

What is given here is for whoever looks: of what is not, or is gone, nothing is said but that it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    button,
    context,
    line,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import on_one_line, shortened
from bot.wording import browsing, lesson_exports
from bot.wording import saved as wording
from knowledge.saved import SavedItem, SavedKind

PAGE = 10
_LONGEST_TITLE, _LONGEST_ABOUT = 200, 500
_GONE = {SavedKind.LESSON: wording.LESSON_GONE, SavedKind.PASSAGE: wording.PASSAGE_GONE}
_DOORS = {SavedKind.LESSON: Action.OPEN_LESSON, SavedKind.PASSAGE: f"{Action.SHOW_PASSAGE}:saved"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing on the list."""

    item: SavedItem
    title: str | None = None
    """None when it is gone."""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list."""

    kept: Sequence[Kept]
    page: int
    total: int
    said: str = ""
    removed: SavedItem | None = None
    """What can be put back."""


def saved_list(shown: Listed) -> Block:
    undo = [actions(button(wording.PUT_BACK, Action.PUT_BACK_SAVED, str(shown.removed)))]
    return modal(
        wording.TITLE,
        *noticing(shown.said),
        *(undo if shown.removed else []),
        section(plain(wording.INTRODUCTION if shown.total else wording.NONE)),
        *(block for kept in shown.kept for block in _kept(kept)),
        {"type": "divider"},
        actions(*_turning(shown), *_export(shown), button(browsing.THEMES, Action.BROWSE, "-")),
        about=str(shown.page),
    )


def _kept(kept: Kept) -> list[Block]:
    remove = button(wording.REMOVE, Action.REMOVE_SAVED, str(kept.item))
    if kept.title is None:
        return [{"type": "divider"}, section(plain(_GONE[kept.item.kind])), actions(remove)]
    open_ = button(wording.OPEN, _DOORS[kept.item.kind], kept.item.item)
    return [
        {"type": "divider"},
        rich_text(line(words(shortened(on_one_line(kept.title), _LONGEST_TITLE), bold=True))),
        context(plain(shortened(on_one_line(kept.about), _LONGEST_ABOUT))),
        actions(open_, remove),
    ]


def _export(shown: Listed) -> list[Block]:
    return [button(lesson_exports.EXPORT, Action.EXPORT_SAVED, "0")] if shown.total else []


def _turning(shown: Listed) -> list[Block]:
    back = [button(wording.BACK, Action.TURN_SAVED, str(shown.page - 1))] if shown.page else []
    more = (shown.page + 1) * PAGE < shown.total
    on = [button(wording.ON, Action.TURN_SAVED_ON, str(shown.page + 1))] if more else []
    return [*back, *on]
