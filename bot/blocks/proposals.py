"""The form that a lesson is proposed with, and what is said once it is. Pure.

What is shown of feedback has been through its visit's attribution rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks import limits
from bot.blocks.elements import (
    Block,
    button,
    context,
    header,
    option,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.near_lessons import Like, beside
from bot.blocks.notices import modal
from bot.blocks.texts import on_one_line, shortened
from bot.forms import Answers, Prompt, Shape, inputs
from bot.forms import modal as form_modal
from bot.proposals import MORE, MOST_PICKED, WORDS, Errand, Picked, claim_field, mark_of, quote_field
from bot.wording import proposals as wording
from knowledge.fields import PROSE_LIMIT

_LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Offered:
    """What more a lesson can rest on, under one heading."""

    heading: str
    picked: Sequence[Picked]


def form(
    errand: Errand,
    picked: Sequence[Picked],
    answers: Answers,
    offered: Sequence[Offered],
    *,
    likes: Sequence[Like] = (),
    asked: str = "",
) -> Block:
    """The form with what was answered so far; ``offered`` is what is not picked yet.

    ``likes`` are lessons that turned out to say nearly the same when it was sent, ``asked`` is the
    question that the lesson is to answer.
    """
    texts = inputs(Form.LESSON_PROPOSAL, WORDS, answers, edition=errand.edition)
    evidence = [*_rests_on(errand, picked, answers), *_more(errand, picked, offered)]
    if picked:
        parts = [context(plain(wording.INTRODUCTION)), *texts, header(wording.RESTS_ON), *evidence]
    else:
        parts = [section(plain(wording.RESTS_ON_NOTHING_YET)), *evidence, *texts]
    return form_modal(
        Form.LESSON_PROPOSAL,
        wording.TITLE,
        (),
        {},
        submit=wording.SEND,
        close=wording.CLOSE,
        about=str(errand),
        before=[*beside(likes), *_asked(asked), *parts],
    )


def _asked(question: str) -> list[Block]:
    said = shortened(on_one_line(question), _LONGEST_SOURCE)
    return [section(plain(wording.ANSWERS.format(question=said)))] if question else []


# What it rests on


def _rests_on(errand: Errand, picked: Sequence[Picked], answers: Answers) -> Iterator[Block]:
    for number, one in enumerate(picked, start=1):
        take_off = button(wording.TAKE_OFF, Action.TAKE_OFF, mark_of(one.pick))
        yield section(plain(shortened(on_one_line(one.source), _LONGEST_SOURCE)), accessory=take_off)
        prompts = (_claim(number, one), _quote(one))
        yield from inputs(Form.LESSON_PROPOSAL, prompts, answers, edition=errand.edition)


def _claim(number: int, one: Picked) -> Prompt:
    first = number == 1
    hint = wording.CLAIM_HINT if first else wording.CLAIM_HINT_AFTER
    name = claim_field(mark_of(one.pick))
    return Prompt(name, Shape.PROSE, wording.claim(number), hint, required=first, limit=PROSE_LIMIT)


def _quote(one: Picked) -> Prompt:
    hint = wording.QUOTE_HINT_STRUCK if one.struck else wording.QUOTE_HINT
    name = quote_field(mark_of(one.pick))
    return Prompt(name, Shape.PROSE, wording.QUOTE, hint, required=True, limit=PROSE_LIMIT)


def _more(errand: Errand, picked: Sequence[Picked], offered: Sequence[Offered]) -> Iterator[Block]:
    """What else can be picked; an input, so that its absence can be said where it stands."""
    groups = list(_groups(offered))
    if not groups:
        return
    if len(picked) >= MOST_PICKED:
        yield context(plain(wording.enough(MOST_PICKED)))
        return
    yield {
        "type": "input",
        "block_id": MORE,
        "optional": bool(picked),
        "dispatch_action": True,
        "label": plain(wording.MORE if picked else wording.FIRST),
        "hint": plain(wording.MORE_HINT if picked else wording.FIRST_HINT),
        "element": {
            "type": "static_select",
            "action_id": f"{Action.REST_ON}:{errand.edition}",
            "option_groups": groups,
        },
    }


def _groups(offered: Sequence[Offered]) -> Iterator[Block]:
    """No more than Slack takes in one menu."""
    left = limits.OPTIONS
    for each in offered:
        options = [option(on_one_line(one.text), mark_of(one.pick)) for one in each.picked[:left]]
        left -= len(options)
        if options:
            label = plain(shortened(on_one_line(each.heading), limits.OPTION))
            yield {"label": label, "options": options}


# Once it is there


def proposed(title: str, gap: str = "") -> Block:
    """That the lesson is there, and what happens next; ``title`` as it may be shown.

    ``gap`` says what became of the question that the lesson is to answer.
    """
    said = rich_text(quotation(words(title)))
    about_gap = [section(plain(gap))] if gap else []
    next_ = section(plain(wording.NEXT))
    return modal(wording.TITLE, section(plain(wording.PROPOSED)), said, next_, *about_gap)
