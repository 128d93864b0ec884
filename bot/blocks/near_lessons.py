"""Lessons that say nearly the same, and the forms for adding to one of them or merging two. Pure.

What is given here has been through each lesson's attribution.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks import limits
from bot.blocks.elements import (
    Block,
    actions,
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
from bot.blocks.notices import modal, notice_block, noticing
from bot.blocks.texts import on_one_line, shortened
from bot.forms import Answers, Option, Prompt, Shape, inputs
from bot.forms import modal as form
from bot.proposals import Errand, Picked, first_answers, mark_of, quote_field
from bot.wording import browsing
from bot.wording import near_lessons as wording
from bot.wording import proposals as proposal_wording
from bot.wording.lesson_reviews import STATUSES
from knowledge.fields import PROSE_LIMIT, Identifier, Value
from knowledge.lessons import Agreement, Lesson, Stance

CLAIM, STANCE, INTO, REASON = "claim", "stance", "into", "reason"
_LONGEST_TITLE, _LONGEST_TEXT = 200, 600
_ANY = "-"


@dataclass(frozen=True, slots=True)
class Like:
    """A lesson that may say the same, as it may be shown to whoever looks at it."""

    lesson: Lesson
    agreed: Agreement
    takes_evidence: bool
    """From them."""
    merges_into: tuple[str, ...] = ()
    """The others shown beside it that it can go into."""


class Adding(Value):
    """What the form that adds to a lesson, or merges it, is about."""

    errand: Errand
    lesson: Identifier
    version: int = 1
    """As it was seen."""

    def __str__(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def listed(errand: Errand, likes: Sequence[Like], said: str = "") -> Block:
    """The lessons, before anything is proposed."""
    return modal(
        wording.TITLE,
        *noticing(said),
        section(plain(wording.INTRODUCTION if likes else wording.NONE_LEFT)),
        *(block for like in likes for block in _entry(like)),
        {"type": "divider"},
        actions(button(wording.ANEW, Action.PROPOSE_ANEW, _ANY, style="primary")),
        about=str(errand),
    )


def beside(likes: Sequence[Like]) -> list[Block]:
    """The lessons, above the form of another one that was sent."""
    if not likes:
        return []
    found = [block for like in likes for block in _entry(like, merging=False)]
    return [notice_block(wording.BEFORE_SENDING), *found, {"type": "divider"}]


def _entry(like: Like, *, merging: bool = True) -> Iterator[Block]:
    name = like.lesson.id
    uses = [
        *([button(wording.ADD, Action.ADD_AS_EVIDENCE, name)] if like.takes_evidence else []),
        *([button(wording.MERGE, Action.MERGE_LESSON, name)] if merging and like.merges_into else []),
    ]
    yield {"type": "divider"}
    yield from told(like)
    yield from [] if like.takes_evidence else [context(plain(wording.BEING_REVIEWED))]
    yield from [actions(*uses)] if uses else []


def told(like: Like) -> Iterator[Block]:
    """A lesson, as far as it takes to know whether it says the same."""
    yield rich_text(line(words(shortened(like.lesson.title, _LONGEST_TITLE), bold=True)))
    yield section(plain(shortened(like.lesson.lesson, _LONGEST_TEXT)))
    yield remark(_about(like))


def _about(like: Like) -> str:
    lesson = like.lesson
    parts = (STATUSES[lesson.status], ", ".join(lesson.councils), browsing.seen(like.agreed))
    return " · ".join(part for part in parts if part)


# Adding to one of them


def evidence_form(
    adding: Adding, lesson: Lesson, picked: Sequence[Picked], typed: Answers, said: str = ""
) -> Block:
    """The form that adds what was picked; ``typed`` are quotes that were typed before."""
    answers = {**first_answers(picked), CLAIM: "1", STANCE: Stance.SUPPORTS, **typed}
    claims = [wording.claim(number, claim.text) for number, claim in enumerate(lesson.claims, start=1)]
    edition = f"{adding.errand.edition}e"

    def asked(*prompts: Prompt) -> list[Block]:
        return inputs(Form.LESSON_EVIDENCE, prompts, answers, edition=edition)

    quotes = [
        block
        for one in picked
        for block in (
            context(plain(shortened(on_one_line(one.source), _LONGEST_TEXT))),
            *asked(_quote(one, alone=len(picked) == 1)),
        )
    ]
    return form(
        Form.LESSON_EVIDENCE,
        wording.ADD_TITLE,
        (),
        {},
        submit=wording.ADD_SEND,
        close=wording.CLOSE,
        about=str(adding),
        before=[
            *noticing(said),
            header(lesson.title),
            *(section(plain(shortened(one, _LONGEST_TEXT))) for one in claims if len(one) > limits.OPTION),
            *asked(_claims(claims), _stance()),
            *quotes,
            *_back(),
        ],
    )


def _claims(claims: Sequence[str]) -> Prompt:
    prompt = Prompt(CLAIM, Shape.CHOICE, wording.WHICH_CLAIM, required=True)
    return prompt.offering(
        Option(str(number), on_one_line(claim)) for number, claim in enumerate(claims, start=1)
    )


def _stance() -> Prompt:
    sides = (Option(Stance.SUPPORTS, wording.SUPPORTS), Option(Stance.DISAGREES, wording.DISAGREES))
    return Prompt(STANCE, Shape.CHOICE, wording.STANCE, required=True).offering(sides)


def _quote(one: Picked, *, alone: bool) -> Prompt:
    hint = proposal_wording.QUOTE_HINT_STRUCK if one.struck else proposal_wording.QUOTE_HINT
    said = hint if alone else f"{hint} {wording.LEAVE_OUT}"
    name = quote_field(mark_of(one.pick))
    return Prompt(name, Shape.PROSE, proposal_wording.QUOTE, said, required=alone, limit=PROSE_LIMIT)


# Merging two of them


def merging_form(adding: Adding, like: Like, others: Sequence[Lesson]) -> Block:
    """The form that lets a lesson go into one of the others."""
    into = Prompt(INTO, Shape.CHOICE, wording.WHICH_LESSON, required=True)
    reason = Prompt(REASON, Shape.PROSE, wording.REASON, wording.REASON_HINT, required=True)
    prompts = [into.offering(Option(other.id, other.title) for other in others), reason]
    return form(
        Form.LESSON_MERGING,
        wording.MERGE_TITLE,
        prompts,
        {REASON: wording.SAYS_THE_SAME},
        submit=wording.MERGE_SEND,
        close=wording.CLOSE,
        about=str(adding),
        before=[*told(like), section(plain(wording.MERGE_EXPLAINED))],
        after=_back(),
    )


def _back() -> list[Block]:
    return [actions(button(wording.BACK, Action.SHOW_NEAR_LESSONS, _ANY))]
