"""The lessons that wait for somebody, one of them with what can be done with it, and the forms for it. Pure.

What is given here has been through the lesson's attribution. A claim is called in a form by what it
says and quotes: when a lesson changes while somebody checks it, Slack keeps the ticks of those claims
that stayed as they were, and of no other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bot.blocks.elements import (
    Block,
    actions,
    button,
    context,
    header,
    line,
    option,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_cards import history
from bot.blocks.notices import modal, notice_block
from bot.blocks.texts import on_one_line, shortened
from bot.forms import Option, Prompt, Shape
from bot.forms import modal as form
from bot.wording import lesson_reviews as wording
from bot.wording.lesson_cards import DISAGREES, EVIDENCE, HISTORY
from knowledge.fields import Identifier, Value
from knowledge.lessons import Claim, Lesson, LessonGesture
from knowledge.model import Audience

PAGE = 8
"""Lessons on a page of the list."""
_LONGEST_TITLE, _LONGEST_HEADER, _LONGEST_PART, _LONGEST_REASON = 200, 150, 2_900, 2_000
_MOST_QUOTES = 20
_HOLDS = "holds"


class Errand(Value):
    """The lesson that a card or a form is about, as it was read."""

    lesson: Identifier
    version: int = 1
    page: int = 0
    """Of the list it was opened from."""
    gesture: LessonGesture | None = None
    """What a form is sent for."""

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
class Quoted:
    """What a source says, and where it stands."""

    words: str
    source: str
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
    following: str
    """Which step it waits for, and whether the reader may take it."""
    gestures: frozenset[LessonGesture]
    """Those that the reader may make."""
    names: Mapping[str, str]
    """What people of its history may be called, by pseudonym."""


# The list


def page(entries: Sequence[Waiting], number: int, total: int, said: str = "") -> Block:
    """A page of the lessons that wait, counted from 0."""
    if not total:
        return modal(wording.TITLE, *_said(said), section(plain(wording.NONE)))
    pages = -(-total // PAGE)
    turning = [
        *([button(wording.BACK, Action.TURN_REVIEWS, str(number - 1))] if number else []),
        *([button(wording.ON, Action.TURN_REVIEWS_ON, str(number + 1))] if number + 1 < pages else []),
    ]
    return modal(
        wording.TITLE,
        *_said(said),
        section(plain(wording.INTRODUCTION)),
        context(plain(wording.tallied(number + 1, pages, total))),
        *(block for entry in entries for block in _entry(entry)),
        *([actions(*turning)] if turning else []),
        about=str(number),
    )


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
        *_said(said),
        header(shortened(lesson.title, _LONGEST_HEADER)),
        context(plain(shown.about)),
        *_words(lesson),
        section(plain(shown.following)),
        *_buttons(shown),
        header(EVIDENCE),
        *(block for number, each in enumerate(shown.claims, 1) for block in _claim(number, each)),
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
        more["confirm"] = {
            "title": plain(wording.ENDORSE_TITLE),
            "text": plain(wording.ENDORSE_WARNING),
            "confirm": plain(wording.ENDORSE),
            "deny": plain(wording.CANCEL),
        }
    return button(label, action, shown.lesson.id, **more)


_DOORS: tuple[tuple[LessonGesture, Action, str, str], ...] = (
    (LessonGesture.VALIDATE, Action.CHECK_LESSON, wording.CHECK, "primary"),
    (LessonGesture.ENDORSE, Action.ENDORSE_LESSON, wording.ENDORSE, "primary"),
    (LessonGesture.SHARE, Action.SHARE_LESSON, wording.SHARE, "primary"),
    (LessonGesture.RENEW, Action.RENEW_LESSON, wording.RENEW, "primary"),
    (LessonGesture.RETURN, Action.RETURN_LESSON, wording.RETURN, ""),
    (LessonGesture.REJECT, Action.REJECT_LESSON, wording.REJECT, "danger"),
    (LessonGesture.RETIRE, Action.RETIRE_LESSON, wording.RETIRE, "danger"),
)
"""What can be pressed for each gesture, in this order."""
OFFERED = frozenset(gesture for gesture, *_ in _DOORS)


def _claim(number: int, shown: Shown) -> Iterator[Block]:
    told = f"{wording.CLAIM.format(number=number)}: {on_one_line(shown.text)}"
    yield rich_text(line(words(shortened(told, _LONGEST_PART), bold=True)))
    for quote in shown.quotes[:_MOST_QUOTES]:
        against = DISAGREES if quote.disagrees else ""
        yield rich_text(
            quotation(words(shortened(against + quote.words, _LONGEST_PART))),
            line(words(quote.source, italic=True)),
        )
    left = len(shown.quotes) - _MOST_QUOTES
    remarks = [*shown.remarks, *([wording.more_quotes(left)] if left > 0 else [])]
    yield from (context(plain(shortened(remark, _LONGEST_PART))) for remark in remarks)


# Checking


def check_form(claims: Sequence[Shown], errand: Errand, said: str = "") -> Block:
    """Every claim beside its quotes, with a box to tick."""
    blocks = [
        *_said(said),
        section(plain(wording.CHECK_EXPLAINED)),
        *(block for number, each in enumerate(claims, 1) for block in _to_tick(number, each)),
    ]
    return {
        "type": "modal",
        "callback_id": Form.LESSON_CHECK,
        "private_metadata": str(errand),
        "title": plain(wording.CHECK_TITLE),
        "submit": plain(wording.CHECK_SEND),
        "close": plain(wording.CANCEL),
        "blocks": blocks,
    }


def _to_tick(number: int, shown: Shown) -> Iterator[Block]:
    yield {"type": "divider"}
    yield from _claim(number, shown)
    box = {
        "type": "checkboxes",
        "action_id": f"{Form.LESSON_CHECK}.{shown.key}",
        "options": [option(wording.TICK, _HOLDS)],
    }
    yield {
        "type": "input",
        "block_id": shown.key,
        "label": plain(wording.TICK_LABEL),
        "element": box,
    }


def key_of(number: int, claim: Claim) -> str:
    """What the box of a claim is called: another name once the claim or its quotes are others."""
    return f"claim:{number}:{sha256(claim.model_dump_json().encode()).hexdigest()[:16]}"


def ticked(state: Mapping[str, Any], claims: Sequence[Claim]) -> frozenset[int]:
    """The numbers of the claims that were ticked as they are."""
    boxes = {key_of(number, claim): number for number, claim in enumerate(claims, 1)}
    return frozenset(
        boxes[block]
        for block, elements in state.items()
        if block in boxes and any(element.get("selected_options") for element in elements.values())
    )


# Sharing, and deciding with a reason


def sharing_form(lesson: Lesson, errand: Errand, answers: Mapping[str, str], said: str = "") -> Block:
    """Whom a lesson is for, and until when; a lesson that is brought back keeps whom it was for."""
    again = errand.gesture is LessonGesture.RENEW
    day = Prompt("review_on", Shape.DAY, wording.REVIEW_ON, wording.REVIEW_ON_HINT, required=True)
    audience = Prompt("audience", Shape.CHOICE, wording.AUDIENCE, required=True)
    for_whom = audience.offering(Option(one.value, label) for one, label in _audiences(lesson).items())
    explained = wording.SHARE_EXPLAINED.format(rule=wording.RULES[lesson.attribution])
    return form(
        Form.LESSON_SHARING,
        wording.RENEW_TITLE if again else wording.SHARE_TITLE,
        [day] if again else [for_whom, day],
        answers,
        submit=wording.RENEW if again else wording.SHARE,
        close=wording.CANCEL,
        about=str(errand),
        before=[*_said(said), section(plain(wording.RENEW_EXPLAINED if again else explained))],
    )


def _audiences(lesson: Lesson) -> dict[Audience, str]:
    """A lesson that comes from no visit has no visit's people."""
    return {
        audience: label
        for audience, label in wording.AUDIENCES.items()
        if lesson.visit or audience is not Audience.VISIT_TEAM
    }


def beginning(review_on: date) -> dict[str, str]:
    """What the form for sharing is shown with."""
    return {"audience": Audience.NETWORK.value, "review_on": review_on.isoformat()}


def reason_form(
    title: str, gesture: LessonGesture, errand: Errand, answers: Mapping[str, str], said: str = ""
) -> Block:
    """Asks why; ``title`` is the lesson's."""
    heading, asked = wording.REASONS[gesture]
    why = Prompt(
        "reason", Shape.PROSE, asked, wording.REASON_HINTS[gesture], required=True, limit=_LONGEST_REASON
    )
    return form(
        Form.LESSON_REASON,
        heading,
        [why],
        answers,
        submit=_SEND[gesture],
        close=wording.CANCEL,
        about=str(errand),
        before=[*_said(said), section(plain(shortened(title, _LONGEST_TITLE)))],
    )


_SEND = {
    LessonGesture.RETURN: wording.RETURN,
    LessonGesture.REJECT: wording.REJECT,
    LessonGesture.RETIRE: wording.RETIRE,
}


def _said(said: str) -> list[Block]:
    return [notice_block(said)] if said else []
