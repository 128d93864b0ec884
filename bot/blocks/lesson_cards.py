"""What a lesson's card says beneath the lesson, the form for "we used this", and what follows from it. Pure.

Everything that is given here has been through the lesson's attribution and is for whoever reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    bullets,
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
from bot.blocks.texts import on_one_line, shortened
from bot.forms import modal, prompts_of
from bot.wording import lesson_cards as wording
from knowledge.fields import Identifier, Value
from knowledge.lessons import Adoption, LessonEvent, LessonGesture

PROMPTS = prompts_of(Adoption, ("council", "change", "since", "result", "evidence"))
_LONGEST_TEXT, _LONGEST_QUOTE, _LONGEST_MESSAGE = 400, 600, 2_900
_MOST_QUOTES, _MOST_STEPS = 5, 20
_WITHOUT_REASON = frozenset({LessonGesture.RECHECK, LessonGesture.APPLY})
"""What the history says of these repeats a quote, or a use, which not everybody may see."""


class Errand(Value):
    """What a form for "we used this" is about."""

    lesson: Identifier
    adoption: Identifier | None = None
    """The one that more is said of; None for a new one."""
    version: int = 1

    def __str__(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with those of its quotes that the reader may see."""

    claim: str
    quotes: tuple[str, ...]
    remarks: tuple[str, ...]
    """Why there are not more of them."""


def beneath(claims: Sequence[Shown], events: Sequence[LessonEvent]) -> list[Block]:
    """The evidence for a lesson, and its history."""
    return [
        header(wording.EVIDENCE),
        *(_claim(shown) for shown in claims),
        header(wording.HISTORY),
        history(events, {}),
    ]


def history(events: Sequence[LessonEvent], names: Mapping[str, str]) -> Block:
    """What happened to a lesson: when, by whom and why; the latest at the end.

    ``names`` are what people may be called, by pseudonym.
    """
    left = len(events) - _MOST_STEPS
    before = [line(words(wording.earlier(left), italic=True))] if left > 0 else []
    return rich_text(bullets([*before, *(_step(event, names) for event in events[-_MOST_STEPS:])]))


def _step(event: LessonEvent, names: Mapping[str, str]) -> Block:
    taken = wording.taken(event, names.get(event.actor))
    given = None if event.gesture in _WITHOUT_REASON else event.reason
    why = f"“{shortened(on_one_line(given), _LONGEST_TEXT)}”" if given else ""
    return line(words(taken), *([words(f" {why}", italic=True)] if why else []))


def _claim(shown: Shown) -> Block:
    return rich_text(
        line(words(shortened(on_one_line(shown.claim), _LONGEST_TEXT), bold=True)),
        *(quotation(words(shortened(quote, _LONGEST_QUOTE))) for quote in shown.quotes[:_MOST_QUOTES]),
        *(line(words(remark, italic=True)) for remark in shown.remarks),
    )


def use_form(errand: Errand, answers: Mapping[str, str]) -> Block:
    return modal(
        Form.LESSON_USE,
        wording.FORM_TITLE,
        PROMPTS,
        answers,
        submit=wording.SEND,
        close=wording.CANCEL,
        about=str(errand),
        before=[section(plain(wording.EXPLAINED))],
    )


def news(said: str, title: str | None, change: str | None, lesson: str) -> list[Block]:
    """That a lesson was used; without a title for whoever may not see the lesson."""
    if title is None:
        return [section(plain(said))]
    about = [said, title, wording.CHANGED.format(change=change) if change else ""]
    return [*_paragraphs(about), actions(button(wording.OPEN, Action.OPEN_LESSON, lesson))]


def question(said: str, adoption: str) -> list[Block]:
    """The question how it goes, and the way to say so."""
    return [*_paragraphs([said]), actions(button(wording.TELL, Action.FOLLOW_UP_USE, adoption))]


def _paragraphs(texts: Iterable[str]) -> list[Block]:
    return [section(plain(shortened(text, _LONGEST_MESSAGE))) for text in texts if text]
