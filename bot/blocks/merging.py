"""One lesson going into another: the search for it, a look at both, and the news of it. Pure.

What is given here has been through each lesson's attribution.
"""

from collections.abc import Mapping, Sequence

from bot.blocks import limits
from bot.blocks.elements import (
    Block,
    actions,
    button,
    header,
    line,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_reviews import Errand
from bot.blocks.near_lessons import Like, told
from bot.blocks.notices import noticing
from bot.blocks.texts import shortened
from bot.forms import Option, Prompt, Shape, option_of
from bot.forms import modal as form
from bot.wording import lesson_reviews as wording
from bot.wording import turns

PARTNER, REASON = "into", "reason"
SEARCH = f"{Form.LESSON_PARTNER}.{PARTNER}"
"""What asks for the lessons that can be chosen."""
_LONGEST_TITLE, _LONGEST_REASON = 200, 2_000


def search_form(title: str, errand: Errand) -> Block:
    """Asks which lesson it goes into; ``title`` is the lesson's."""
    which = Prompt(PARTNER, Shape.SEARCH, wording.WHICH_PARTNER, wording.WHICH_PARTNER_HINT, required=True)
    return form(
        Form.LESSON_PARTNER,
        wording.MERGE_TITLE,
        [which],
        {},
        submit=wording.MERGE_FIND,
        close=wording.CANCEL,
        about=str(errand),
        before=[section(plain(shortened(title, _LONGEST_TITLE)))],
    )


def found(lessons: Sequence[Option]) -> list[Block]:
    """What there is to choose."""
    return [option_of(each) for each in lessons][: limits.OPTIONS]


def union_form(one: Like, into: Like, errand: Errand, answers: Mapping[str, str], said: str = "") -> Block:
    """Both lessons as they are read before the one goes into the other for good, and the question why."""
    why = Prompt(
        REASON, Shape.PROSE, wording.MERGE_WHY, wording.MERGE_WHY_HINT, required=True, limit=_LONGEST_REASON
    )
    return form(
        Form.LESSON_UNION,
        wording.MERGE_TITLE,
        [why],
        {REASON: wording.MERGE_SAME, **answers},
        submit=wording.MERGE_SEND,
        close=wording.CANCEL,
        about=str(errand),
        before=[
            *noticing(said),
            *told(one),
            header(wording.GOES_INTO),
            *told(into),
            section(plain(wording.MERGE_WARNING)),
        ],
    )


def news(said: str, title: str, reason: str | None, lesson: str, action: Action) -> list[Block]:
    """That a lesson went into another, whose title this is; ``action`` opens that one."""
    why = [quotation(words(shortened(reason, _LONGEST_REASON)))] if reason else []
    return [
        section(plain(said)),
        rich_text(line(words(shortened(title, _LONGEST_TITLE), bold=True)), *why),
        actions(button(turns.OPEN, action, lesson)),
    ]
