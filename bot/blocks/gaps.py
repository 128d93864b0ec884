"""The list of questions without an answer, what is done about one, and the news of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import limits
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
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
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import on_one_line, shortened
from bot.forms import Option, Prompt, Shape, option_of
from bot.forms import modal as form
from bot.wording import gaps as wording
from knowledge.fields import Line, Value
from knowledge.unanswered import Gap

PAGE = 8
"""Gaps on a page of the list."""
MOST_ON_VISITS = 10
"""Gaps that visits are to ask about, of all that the list ends with."""
NO_LESSON = "-"
"""The answer that takes the choice of a lesson back; Slack knows none."""
_LONGEST_QUESTION = 300
_MOST_OF_A_WEEK = 5


class About(Value):
    """The gap that a form is about, and the page of the list it was opened from."""

    gap: Line
    page: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A gap that some visit is to ask about."""

    id: str
    question: str
    where: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the gaps."""

    gaps: Sequence[Gap]
    """All of them."""
    placed: Sequence[Placed] = ()
    page: int = 0
    said: str = ""
    """What has just become of one."""


def gap_list(shown: Listed) -> Block:
    start = shown.page * PAGE
    here = shown.gaps[start : start + PAGE]
    said = noticing(shown.said)
    listed = [block for gap in here for block in _gap(gap)]
    opening = wording.INTRODUCTION if shown.gaps else wording.NONE
    turning = _turning(shown.page, len(shown.gaps))
    placed = _placed(shown.placed[:MOST_ON_VISITS])
    blocks = (*said, section(plain(opening)), *listed, *turning, *placed)
    return modal(wording.TITLE, *blocks, about=str(shown.page))


def _gap(gap: Gap) -> list[Block]:
    asked = wording.asked(gap.askers, gap.latest.date(), gap.voted_down)
    return [
        {"type": "divider"},
        section(plain(_question(gap.text))),
        context(plain(asked)),
        actions(
            button(wording.ANSWER, Action.ANSWER_GAP, gap.id, style="primary"),
            button(wording.PLACE, Action.PLACE_GAP, gap.id),
            button(wording.DECLINE, Action.DECLINE_GAP, gap.id),
        ),
    ]


def _turning(page: int, number: int) -> list[Block]:
    back = [button(wording.BACK, Action.TURN_GAPS, str(page - 1))] if page else []
    more = (page + 1) * PAGE < number
    on = [button(wording.ON, Action.TURN_GAPS_ON, str(page + 1))] if more else []
    return [actions(*back, *on)] if back or on else []


def _placed(placed: Sequence[Placed]) -> list[Block]:
    if not placed:
        return []
    parts = [
        block
        for each in placed
        for block in (
            section(plain(_question(each.question))),
            context(plain(shortened(each.where, _LONGEST_QUESTION))),
            actions(button(wording.ANSWER, Action.ANSWER_GAP, each.id)),
        )
    ]
    return [header(wording.ON_VISITS), *parts]


def _question(text: str) -> str:
    return shortened(on_one_line(text), _LONGEST_QUESTION)


# What is done about one


def answer_form(about: About, question: str) -> Block:
    asked = [
        Prompt("words", Shape.PROSE, wording.WORDS, wording.WORDS_HINT),
        Prompt("lesson", Shape.SEARCH, wording.LESSON, wording.LESSON_HINT),
    ]
    new = actions(button(wording.NEW_LESSON, Action.PROPOSE_FOR_GAP, about.gap))
    after = [context(plain(wording.NEW_LESSON_HINT)), new]
    return _form(Form.GAP_ANSWER, wording.ANSWER, about, question, asked, after=after)


LESSON_SEARCH = f"{Form.GAP_ANSWER}.lesson"
"""What asks for the lessons that can be chosen."""


def lessons_found(lessons: Sequence[Option]) -> list[Block]:
    """What there is to choose; first the way to take a choice back."""
    return [option_of(each) for each in (Option(NO_LESSON, wording.NO_LESSON), *lessons)][: limits.OPTIONS]


def place_form(about: About, question: str, places: Sequence[Option]) -> Block:
    where = Prompt("where", Shape.CHOICE, wording.WHERE, wording.WHERE_HINT, required=True)
    return _form(Form.GAP_PLACE, wording.PLACE, about, question, [where.offering(places)])


def reason_form(about: About, question: str) -> Block:
    why = Prompt("words", Shape.PROSE, wording.REASON, wording.REASON_HINT, required=True)
    return _form(Form.GAP_REASON, wording.DECLINE, about, question, [why])


def _form(
    called: Form,
    title: str,
    about: About,
    question: str,
    asked: Sequence[Prompt],
    *,
    after: Sequence[Block] = (),
) -> Block:
    return form(
        called,
        title,
        asked,
        {},
        submit=wording.KEEP,
        close=wording.CANCEL,
        about=about.model_dump_json(),
        before=[section(plain(_question(question)))],
        after=after,
    )


# News


def news(heading: str, said: str, more: str = "") -> list[Block]:
    """That what somebody asked is answered, and by what."""
    after = [context(plain(more))] if more else []
    return [section(plain(heading)), rich_text(quotation(words(said))), *after]


def week(counts: str, gaps: Sequence[Gap], used: Sequence[str]) -> list[Block]:
    """What a week brought: numbers, what was not covered, and the lessons that were used."""
    lines = [
        line(
            words(f"{_question(gap.text)} "),
            words(wording.asked(gap.askers, gap.latest.date(), gap.voted_down), italic=True),
        )
        for gap in gaps[:_MOST_OF_A_WEEK]
    ]
    left = gaps[_MOST_OF_A_WEEK:]
    if left:
        lines.append(line(words(wording.more([gap.id for gap in left]), italic=True)))
    uncovered = rich_text(bullets(lines)) if lines else section(plain(wording.ALL_COVERED))
    told = [line(words(title)) for title in used[:_MOST_OF_A_WEEK]]
    return [
        header(wording.WEEK),
        section(plain(counts)),
        rich_text(line(words(wording.NOT_COVERED, bold=True))),
        uncovered,
        rich_text(line(words(wording.USED, bold=True))),
        rich_text(bullets(told)) if told else section(plain(wording.NOTHING_USED)),
        actions(button(wording.TITLE, Action.SHOW_GAPS, "0")),
    ]
