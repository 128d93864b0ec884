"""Messages about lessons under review: news of one, a reminder of several, a call for help. Pure.

What is given here has been through each lesson's attribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    line,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.nudges import OFF
from bot.blocks.texts import on_one_line, shortened
from bot.wording import turns as wording
from bot.wording.nudges import NO_MORE

_MOST_LINES = 5
_LONGEST_TITLE, _LONGEST_REASON = 200, 1_000


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is told of a lesson."""

    lesson: str
    """Its id."""
    title: str
    happened: str
    reason: str | None = None
    """What was given for the last of it."""
    turn: str | None = None
    """What they are asked to do; None when it is not their turn."""


def news(told: News) -> list[Block]:
    reason = [quotation(words(shortened(told.reason, _LONGEST_REASON)))] if told.reason else []
    return [
        section(plain(told.happened)),
        rich_text(line(words(_title(told.title), bold=True)), *reason),
        *([section(plain(told.turn))] if told.turn else []),
        actions(_open(told.lesson, primary=bool(told.turn))),
    ]


def reminder(said: str, titles: Sequence[str]) -> list[Block]:
    """That lessons wait, the one that waits longest first, with the way out of reminders."""
    ways = [
        button(wording.LIST, Action.REVIEW_LESSONS, "0", style="primary"),
        button(NO_MORE, Action.REMIND, OFF),
    ]
    return [section(plain(said)), _listed([line(words(_title(title))) for title in titles]), actions(*ways)]


def call(said: str, stuck: Sequence[tuple[str | None, str]], lesson: str | None = None) -> list[Block]:
    """That nobody can go on with these lessons: each by its title, where that may be said, and why.

    ``lesson`` is the only one of them, for whoever may open it.
    """
    lines = [
        line(*([words(f"{_title(title)}. ", bold=True)] if title else []), words(why)) for title, why in stuck
    ]
    return [section(plain(said)), _listed(lines), *([actions(_open(lesson))] if lesson else [])]


def _listed(lines: Sequence[Block]) -> Block:
    left = len(lines) - _MOST_LINES
    more = [line(words(wording.more(left), italic=True))] if left > 0 else []
    return rich_text(bullets([*lines[:_MOST_LINES], *more]))


def _open(lesson: str, *, primary: bool = False) -> Block:
    style = {"style": "primary"} if primary else {}
    return button(wording.OPEN, Action.REVIEW_LESSON, lesson, **style)


def _title(title: str) -> str:
    return shortened(on_one_line(title), _LONGEST_TITLE)
