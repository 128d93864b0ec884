"""What facilitators see of a question that wants a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    line,
    link,
    mrkdwn,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.texts import escape, mention, on_one_line, shortened

_LONGEST_QUESTION = 1_000
_LONGEST_TITLE = 150
_MOST_TITLES = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question put to the facilitators, and how it stands."""

    question_id: str
    question: str
    asked_by: str
    """Whoever pressed "Ask a person"."""
    permalink: str | None
    """To the message that asked; None for a slash command, which leaves none."""
    nearest: Sequence[str] = ()
    """Titles of the case studies that came closest."""
    resolved_by: str | None = None


def wanted_text(wanted: Wanted) -> str:
    """The message's plain text."""
    lines = [
        wording.wants_a_person(mention(wanted.asked_by)),
        f"> {escape(_question(wanted))}",
        *([wording.resolved_by(mention(wanted.resolved_by))] if wanted.resolved_by else []),
    ]
    return "\n".join(lines)


def wanted_blocks(wanted: Wanted) -> list[Block]:
    """The message; once resolved it says by whom, and has no button any more."""
    return [
        section(mrkdwn(wording.wants_a_person(mention(wanted.asked_by)))),
        rich_text(quotation(words(_question(wanted)))),
        *_permalink(wanted),
        *_nearest(wanted),
        _standing(wanted),
    ]


def _question(wanted: Wanted) -> str:
    return shortened(on_one_line(wanted.question), _LONGEST_QUESTION, escape)


def _permalink(wanted: Wanted) -> list[Block]:
    if wanted.permalink is None:
        return []
    return [rich_text(line(link(wanted.permalink, wording.OPEN_THE_QUESTION)))]


def _nearest(wanted: Wanted) -> list[Block]:
    titles = [shortened(on_one_line(title), _LONGEST_TITLE) for title in wanted.nearest[:_MOST_TITLES]]
    if not titles:
        return []
    return [rich_text(line(words(wording.NEAREST)), bullets([line(words(title)) for title in titles]))]


def _standing(wanted: Wanted) -> Block:
    if wanted.resolved_by:
        return section(mrkdwn(wording.resolved_by(mention(wanted.resolved_by))))
    resolve = button(wording.MARK_RESOLVED, Action.MARK_RESOLVED, wanted.question_id, style="primary")
    return actions(resolve)
