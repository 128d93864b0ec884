"""The lessons that wait for somebody, and one of them with what can be done with it. Pure.

What is given here has been through the lesson's attribution.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.elements import (
    Block,
    actions,
    button,
    confirm,
    context,
    header,
    line,
    link,
    plain,
    quotation,
    remark,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action
from bot.blocks.lesson_cards import history
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import on_one_line, shortened
from bot.wording import lesson_reviews as wording
from bot.wording.lesson_cards import DISAGREES, EVIDENCE, HISTORY
from knowledge.fields import Identifier, Value
from knowledge.lessons import Lesson, LessonGesture

PAGE = 8
"""Lessons on a page of the list."""
_LONGEST_TITLE, _LONGEST_PART = 200, 2_900
_LONGEST_QUOTE = 2_000
_MOST_QUOTES = 20


class Errand(Value):
    """The lesson that a card or a form is about, as it was read."""

    lesson: Identifier
    version: int = 1
    page: int = 0
    """Of the list it was opened from."""
    gesture: LessonGesture | None = None
    """What a form is sent for."""
    into: Identifier | None = None
    """The lesson that it is to go into."""

    @property
    def sent_for(self) -> LessonGesture:
        if self.gesture is None:
            raise ValueError("a card is not sent for anything")
        return self.gesture

    def __str__(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lesson of the list."""

    id: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list."""

    here: Sequence[Waiting]
    number: int
    """Of the page, from 0."""
    total: int
    """Lessons on all pages."""
    others: Sequence[Waiting] = ()
    """Lessons that the reader wrote and that wait for somebody else."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a source says, and where it stands."""

    words: str
    source: str
    address: str | None = None
    """Where it can be read, if that may be told."""
    disagrees: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim, and those of its quotes that the reader may see."""

    key: str
    """What its box in a form is called; see ``key_of``."""
    text: str
    quotes: tuple[Quoted, ...]
    remarks: tuple[str, ...] = ()
    """Why there are not more of them."""


@dataclass(frozen=True, slots=True)
class Card:
    """A lesson under review, for one reader."""

    lesson: Lesson
    """As it may be shown."""
    about: str
    claims: tuple[Shown, ...]
    following: tuple[str, ...]
    """Which step it waits for, and what that means for the reader: each a paragraph."""
    gestures: frozenset[LessonGesture]
    """Those that the reader may make."""
    names: Mapping[str, str]
    """What people of its history may be called, by pseudonym."""


# The list


def page(listed: Listed, said: str = "") -> Block:
    """A page of the lessons that wait for somebody; on the first one, theirs that wait for others too."""
    turning = _turning(listed.number, listed.pages)
    told = wording.tallied(listed.number + 1, listed.pages, listed.total)
    opening = [section(plain(wording.INTRODUCTION)), context(plain(told))]
    others = [block for entry in listed.others for block in _entry(entry)]
    return modal(
        wording.TITLE,
        *noticing(said),
        *(opening if listed.total else [section(plain(wording.NONE))]),
        *(block for entry in listed.here for block in _entry(entry)),
        *([actions(*turning)] if turning else []),
        *([header(wording.OTHERS), *others] if others else []),
        about=str(listed.number),
    )


def _turning(number: int, pages: int) -> list[Block]:
    back = button(wording.BACK, Action.TURN_REVIEWS, str(number - 1))
    on = button(wording.ON, Action.TURN_REVIEWS_ON, str(number + 1))
    return [*([back] if number else []), *([on] if number + 1 < pages else [])]


def _entry(entry: Waiting) -> list[Block]:
    door = button(wording.OPEN, Action.REVIEW_LESSON, entry.id)
    title = section(plain(shortened(entry.title, _LONGEST_TITLE)), accessory=door)
    return [title, context(plain(entry.said))]


# One lesson


def card(shown: Card, errand: Errand, said: str = "") -> Block:
    """The lesson, what can be done with it, what it rests on and what happened to it."""
    lesson = shown.lesson
    return modal(
        wording.TITLE,
        *noticing(said),
        header(lesson.title),
        remark(shown.about),
        *_words(lesson),
        *(section(plain(said)) for said in shown.following),
        *_buttons(shown),
        header(EVIDENCE),
        *(claim(number, each) for number, each in enumerate(shown.claims, 1)),
        header(HISTORY),
        history(lesson.history, shown.names),
        actions(button(wording.LIST, Action.REVIEW_LESSONS, str(errand.page))),
        about=str(errand),
    )


def _words(lesson: Lesson) -> Iterator[Block]:
    for field, heading in wording.PARTS.items():
        if text := getattr(lesson, field):
            yield rich_text(line(words(heading, bold=True)))
            yield section(plain(shortened(text, _LONGEST_PART)))


def _buttons(shown: Card) -> Iterator[Block]:
    offered = shown.gestures
    if LessonGesture.REJECT in offered:  # which is the same to whoever wants it gone
        offered -= {LessonGesture.RETIRE}
    found = [_button(*door, shown) for door in _DOORS if door[0] in offered]
    if found:
        yield actions(*found)


def _button(gesture: LessonGesture, action: Action, label: str, style: str, shown: Card) -> Block:
    more: dict[str, Any] = {"style": style} if style else {}
    if gesture is LessonGesture.ENDORSE:
        more["confirm"] = confirm(
            wording.ENDORSE_TITLE, wording.ENDORSE_WARNING, yes=wording.ENDORSE, no=wording.CANCEL
        )
    return button(label, action, shown.lesson.id, **more)


_DOORS: tuple[tuple[LessonGesture, Action, str, str], ...] = (
    (LessonGesture.VALIDATE, Action.CHECK_LESSON, wording.CHECK, "primary"),
    (LessonGesture.ENDORSE, Action.ENDORSE_LESSON, wording.ENDORSE, "primary"),
    (LessonGesture.SHARE, Action.SHARE_LESSON, wording.SHARE, "primary"),
    (LessonGesture.RENEW, Action.RENEW_LESSON, wording.RENEW, "primary"),
    (LessonGesture.REVISE, Action.REVISE_LESSON, wording.REVISE, ""),
    (LessonGesture.RETURN, Action.RETURN_LESSON, wording.RETURN, ""),
    (LessonGesture.MERGE, Action.MERGE_REVIEWED, wording.MERGE, ""),
    (LessonGesture.REJECT, Action.REJECT_LESSON, wording.REJECT, "danger"),
    (LessonGesture.CONTRADICT, Action.CONTRADICT_LESSON, wording.CONTRADICT, ""),
    (LessonGesture.RETIRE, Action.RETIRE_LESSON, wording.RETIRE, "danger"),
)
"""What can be pressed for each gesture, in this order."""
OFFERED = frozenset(gesture for gesture, *_ in _DOORS)


def claim(number: int, shown: Shown, *, told: bool = True) -> Block:
    """A claim, counted from 1, and its quotes: one block, as a view holds a hundred of them.

    Without what it claims, where that is to be typed beneath.
    """
    text = f"{wording.CLAIM.format(number=number)}: {on_one_line(shown.text)}"
    head = [line(words(shortened(text, _LONGEST_PART), bold=True))] if told else []
    left = len(shown.quotes) - _MOST_QUOTES
    remarks = [*shown.remarks, *([wording.more_quotes(left)] if left > 0 else [])]
    return rich_text(
        *head,
        *(part for quote in shown.quotes[:_MOST_QUOTES] for part in _quote(quote)),
        *(line(words(remark, italic=True)) for remark in remarks),
    )


def _quote(quote: Quoted) -> tuple[Block, Block]:
    against = DISAGREES if quote.disagrees else ""
    said = quotation(words(shortened(against + quote.words, _LONGEST_QUOTE)))
    source = shortened(quote.source, _LONGEST_TITLE)
    return said, line(link(quote.address, source) if quote.address else words(source, italic=True))
