"""A lesson in other words: what its form asks, and the draft that was typed into it. Pure.

Somebody revises what they were shown, in which words may be struck out. What they leave as it was
shown stays as it is stored, so that nothing is lost by being looked at.
"""

from collections.abc import Iterator

from bot.forms import Answers, Prompt, RejectedFormError, Shape, answers_of, made
from bot.proposals import WORDS
from bot.wording import lesson_reviews as wording
from knowledge.fields import PROSE_LIMIT
from knowledge.lessons import Claim, Lesson, LessonDraft


def field_of(number: int) -> str:
    """What the claim of this number, from 1, is called in the form."""
    return f"claim-{number}"


def claim_prompt(number: int) -> Prompt:
    label = wording.CLAIM.format(number=number)
    return Prompt(field_of(number), Shape.PROSE, label, wording.CLAIM_HINT, limit=PROSE_LIMIT)


def answers_in(shown: Lesson) -> dict[str, str]:
    """What the form is filled in with at first, from the lesson as it may be shown."""
    claims = {field_of(number): claim.text for number, claim in enumerate(shown.claims, 1)}
    return answers_of(shown, WORDS) | claims


def draft_in(lesson: Lesson, shown: Lesson, typed: Answers) -> LessonDraft:
    """The lesson that was typed; RejectedFormError says at which field something is amiss."""
    before, stored = answers_in(shown), answers_in(lesson)
    kept = {
        name: stored[name] if _same(before.get(name), typed.get(name)) else typed.get(name, "")
        for name in {*before, *typed}
    }
    claims = tuple(_claims(lesson, kept))
    if not claims:
        raise RejectedFormError({field_of(1): wording.NO_CLAIM})
    return made(LessonDraft, WORDS, kept, claims=claims)


def _claims(lesson: Lesson, typed: Answers) -> Iterator[Claim]:
    """Those that still say something, on those of their quotes that still stand."""
    for number, claim in enumerate(lesson.claims, 1):
        text = typed.get(field_of(number), "")
        standing = tuple(each for each in claim.evidence if each.fault is None)
        if text and not standing:
            raise RejectedFormError({field_of(number): wording.NOTHING_STANDS})
        if text:
            yield Claim(text=text, evidence=standing)


def _same(shown: str | None, typed: str | None) -> bool:
    """Boxes change the space between words."""
    return shown is not None and shown.split() == (typed or "").split()
