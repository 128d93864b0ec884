"""Looking through the lessons: themes, a page of them, one of them. Pure.

Everything that is given here has been through the lesson's attribution and is for whoever looks. What
somebody has chosen stands in the modal as its private metadata.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    plain,
    remark,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import shortened
from bot.forms import Answers, Option, Prompt, RejectedFormError, Shape
from bot.forms import modal as form
from bot.wording import browsing as wording
from bot.wording import saved as saved_wording
from bot.wording.lesson_cards import USED_THIS
from bot.wording.lesson_exports import EXPORT
from knowledge.fields import Identifier, Line, Value
from knowledge.lessons import Agreement, Lesson, LessonStatus
from knowledge.lessons.adoptions import months_after
from knowledge.model import CaseStudy, Theme
from knowledge.register import Register
from knowledge.saved import SavedItem, SavedKind

PAGE = 10
ANY = "-"
"""The answer that takes a choice back; Slack knows none."""
_LONGEST_TITLE, _LONGEST_PART, _LONGEST_USE = 200, 2_900, 300
_MOST_USES = 10


class Chosen(Value):
    """What the lessons are narrowed to, and how far somebody has turned their pages."""

    theme: Theme | None = None
    council: Line | None = None
    mine: Line | None = None
    """The council whose like is looked for."""
    tier: Line | None = None
    region: Line | None = None
    size: Line | None = None
    rurality: Line | None = None
    standing: LessonStatus | None = None
    shared_since: date | None = None
    reviewed_since: date | None = None
    trail: tuple[Identifier, ...] = ()
    """The last lesson of each page before this one."""

    def __str__(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson on a page, and how solid it is."""

    lesson: Lesson
    agreed: Agreement


def themes(counts: Mapping[Theme, int]) -> Block:
    if not counts:
        return modal(wording.TITLE, section(plain(wording.NONE)), about=str(Chosen()))
    rows = [_theme(theme.value.capitalize(), number, theme.value) for theme, number in counts.items()]
    everything = _theme(wording.EVERYTHING, sum(counts.values()), ANY)
    saved = button(saved_wording.TITLE, Action.SHOW_SAVED, "0")
    narrow = actions(button(wording.NARROW, Action.NARROW_LESSONS, ANY), saved)
    opening = section(plain(wording.INTRODUCTION))
    return modal(wording.TITLE, opening, *rows, everything, narrow, about=str(Chosen()))


def _theme(name: str, number: int, value: str) -> Block:
    door = button(wording.SHOW, Action.SHOW_THEME, value)
    return section(plain(f"{name}: {wording.counted(number)}"), accessory=door)


def page(entries: Sequence[Entry], total: int, after: str | None, chosen: Chosen) -> Block:
    turning = [
        *([button(wording.BACK, Action.TURN_LESSONS, ANY)] if chosen.trail else []),
        *([button(wording.ON, Action.TURN_LESSONS_ON, after)] if after else []),
    ]
    title = chosen.theme.value.capitalize() if chosen.theme else wording.EVERYTHING
    found = [block for entry in entries for block in _entry(entry)]
    return modal(
        wording.TITLE,
        header(title),
        context(plain(" · ".join((wording.counted(total), *_narrowing(chosen))))),
        *(found or [section(plain(wording.NO_MATCH))]),
        actions(
            *turning,
            button(wording.NARROW, Action.NARROW_LESSONS, ANY),
            button(wording.THEMES, Action.BROWSE, ANY),
            *([button(EXPORT, Action.EXPORT_LESSONS, ANY)] if found else []),
            button(saved_wording.TITLE, Action.SHOW_SAVED, "0"),
        ),
        about=str(chosen),
    )


def _narrowing(chosen: Chosen) -> list[str]:
    mine = f"{wording.MINE}: {chosen.mine}" if chosen.mine else ""
    standing = wording.STANDINGS[chosen.standing] if chosen.standing else ""
    dates = (wording.since(_kind, day) for _kind, day in _since(chosen))
    kind = (chosen.tier, chosen.region, chosen.size, chosen.rurality)
    parts = (chosen.council, mine, *kind, standing, *dates)
    return [part for part in parts if part]


def _since(chosen: Chosen) -> list[tuple[str, date]]:
    """What is to have happened to the lessons, and since when."""
    found = [(kind, getattr(chosen, f"{kind}_since")) for kind in wording.DATED]
    return [(kind, day) for kind, day in found if day is not None]


def _entry(entry: Entry) -> list[Block]:
    lesson = entry.lesson
    title = section(
        plain(shortened(lesson.title, _LONGEST_TITLE)),
        accessory=button(wording.OPEN, Action.OPEN_LESSON, lesson.id),
    )
    about = wording.about(lesson.status, lesson.councils, lesson.as_of, entry.agreed)
    return [title, remark(about)]


def filter_form(chosen: Chosen, register: Register) -> Block:
    kinds = {
        "tier": wording.TIER,
        "region": wording.REGION,
        "size": wording.SIZE,
        "rurality": wording.RURALITY,
    }
    standings = [Option(status.value, said) for status, said in wording.STANDINGS.items()]
    prompts = [
        Prompt("mine", Shape.LINE, wording.MINE, wording.MINE_HINT),
        Prompt("council", Shape.LINE, wording.COUNCIL, wording.COUNCIL_HINT),
        *(
            _choice(name, label, [Option(kind, kind.capitalize()) for kind in register.kinds(name)])
            for name, label in kinds.items()
            if register.kinds(name)
        ),
        _choice("standing", wording.STANDING, standings),
        _choice("dates", wording.DATES, [Option(value, said) for value, said in wording.SPANS.items()]),
        Prompt("day", Shape.DAY, wording.DAY, wording.DAY_HINT),
    ]
    answers = {prompt.name: str(getattr(chosen, prompt.name, None) or "") for prompt in prompts}
    for kind, day in _since(chosen)[:1]:
        answers |= {"dates": f"{kind} {wording.ON_A_DAY}", "day": day.isoformat()}
    return form(
        Form.LESSON_FILTERS,
        wording.NARROW,
        prompts,
        answers,
        submit=wording.LOOK,
        close=wording.CANCEL,
        about=str(chosen),
    )


def _choice(name: str, label: str, options: Sequence[Option]) -> Prompt:
    return Prompt(name, Shape.CHOICE, label).offering([Option(ANY, wording.ANY), *options])


def chosen_in(typed: Answers, theme: Theme | None, today: date) -> Chosen:
    """What the form narrows to; RejectedFormError where its two questions after a date do not agree."""
    given = {name: said for name, said in typed.items() if name not in {"dates", "day"}}
    return Chosen.model_validate({**given, "theme": theme, **_dated(typed, today)})


def _dated(typed: Answers, today: date) -> dict[str, date]:
    kind, _, span = typed.get("dates", "").partition(" ")
    day = typed.get("day", "")
    if day and span != wording.ON_A_DAY:
        raise RejectedFormError({"dates": wording.WHICH_DATES})
    if not kind:
        return {}
    if span != wording.ON_A_DAY:
        return {f"{kind}_since": months_after(today, -int(span))}
    if not day:
        raise RejectedFormError({"day": wording.WHICH_DAY})
    return {f"{kind}_since": date.fromisoformat(day)}


def card(
    lesson: CaseStudy,
    entry: Entry,
    uses: Sequence[str],
    beneath: Sequence[Block],
    *,
    saved: bool = False,
    reviews: bool = False,
    said: str = "",
) -> Block:
    """All that somebody may see of a lesson; ``lesson`` is its published text.

    ``saved`` is whether it stands on their list, ``reviews`` whether they have a part in its review.
    """
    item = SavedItem(kind=SavedKind.LESSON, item=entry.lesson.id)
    keep = (saved_wording.UNSAVE, Action.UNSAVE) if saved else (saved_wording.SAVE, Action.SAVE)
    told = [line(words(shortened(use, _LONGEST_USE))) for use in uses[-_MOST_USES:]]
    return modal(
        wording.TITLE,
        *noticing(said),
        *_told(lesson, entry),
        header(wording.USED),
        rich_text(bullets(told)) if told else section(plain(wording.NOBODY_USED)),
        actions(
            button(USED_THIS, Action.USE_LESSON, entry.lesson.id),
            button(wording.POST, Action.POST_LESSON, entry.lesson.id),
            button(*keep, str(item)),
            *([button(wording.REVIEW, Action.REVIEW_LESSON, entry.lesson.id)] if reviews else []),
        ),
        *beneath,
    )


def posted(lesson: CaseStudy, entry: Entry) -> list[Block]:
    """The lesson in a channel."""
    return _told(lesson, entry)


def _told(lesson: CaseStudy, entry: Entry) -> list[Block]:
    about = wording.about(entry.lesson.status, lesson.metadata.councils, lesson.metadata.as_of, entry.agreed)
    return [
        header(lesson.metadata.title),
        remark(about),
        *(block for heading, text in _parts(lesson) for block in _part(heading, text)),
    ]


def _parts(lesson: CaseStudy) -> list[tuple[str, str]]:
    ends = [heading.start for heading in lesson.headings[1:]] + [len(lesson.text)]
    return [
        (heading.title, lesson.text[heading.end : end].strip())
        for heading, end in zip(lesson.headings, ends, strict=True)
    ]


def _part(heading: str, text: str) -> list[Block]:
    return [rich_text(line(words(heading, bold=True))), section(plain(shortened(text, _LONGEST_PART)))]


def channel_form(lesson: str) -> Block:
    where = Prompt("channel", Shape.CHANNEL, wording.CHANNEL, wording.CHANNEL_HINT, required=True)
    return form(
        Form.LESSON_CHANNEL,
        wording.POST,
        [where],
        {},
        submit=wording.POST,
        close=wording.CANCEL,
        about=lesson,
    )
