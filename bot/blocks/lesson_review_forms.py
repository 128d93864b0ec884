"""The forms in which somebody decides on a lesson: one for each step that takes more than a press. Pure.

What is given here has been through the lesson's attribution. A claim is called in a form by what it
says and quotes: when a lesson changes while somebody checks it, Slack keeps the ticks of those claims
that stayed as they were, and of no other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bot.blocks.elements import Block, context, header, option, plain, quotation, rich_text, section, words
from bot.blocks.gestures import Form
from bot.blocks.lesson_reviews import Errand, Shown, claim
from bot.blocks.notices import noticing
from bot.blocks.texts import shortened
from bot.forms import Option, Prompt, Shape, inputs
from bot.forms import modal as form
from bot.lesson_revisions import claim_prompt
from bot.proposals import WORDS
from bot.wording import lesson_reviews as wording
from bot.wording.lesson_cards import EVIDENCE
from knowledge.lessons import Claim, Lesson, LessonGesture
from knowledge.model import Audience

_LONGEST_TITLE, _LONGEST_REASON = 200, 2_000
_HOLDS = "holds"


# Checking


def check_form(claims: Sequence[Shown], errand: Errand, said: str = "") -> Block:
    """Every claim beside its quotes, with a box to tick."""
    blocks = [
        *noticing(said),
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
    yield claim(number, shown)
    box = {
        "type": "checkboxes",
        "action_id": f"{Form.LESSON_CHECK}.{shown.key}",
        "options": [option(wording.TICK, _HOLDS)],
    }
    yield {
        "type": "input",
        "block_id": shown.key,
        "label": plain(wording.TICK_LABEL.format(number=number)),
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


# Putting in other words


@dataclass(frozen=True, slots=True)
class Revision:
    """What a form for other words is filled in with."""

    answers: Mapping[str, str]
    typed: frozenset[str] = frozenset()
    """The fields that hold what was typed into an earlier form, for an earlier version."""
    why: str | None = None
    """What the lesson was returned for."""
    said: str = ""


def revision_form(claims: Sequence[Shown], errand: Errand, revision: Revision) -> Block:
    """The lesson's words, and each of its claims beneath its quotes."""

    def asked(prompts: Sequence[Prompt]) -> list[Block]:
        edition = str(errand.version)
        return inputs(Form.LESSON_REVISION, prompts, revision.answers, edition=edition, typed=revision.typed)

    beneath = [
        block
        for number, shown in enumerate(claims, 1)
        for block in (claim(number, shown, told=False), *asked([claim_prompt(number)]))
    ]
    return {
        "type": "modal",
        "callback_id": Form.LESSON_REVISION,
        "private_metadata": str(errand),
        "title": plain(wording.REVISE_TITLE),
        "submit": plain(wording.REVISE_SEND),
        "close": plain(wording.CANCEL),
        "blocks": [
            *noticing(revision.said),
            *_returned(revision.why),
            section(plain(wording.REVISE_EXPLAINED)),
            *asked(WORDS),
            header(EVIDENCE),
            *beneath,
        ],
    }


def _returned(why: str | None) -> list[Block]:
    return [context(plain(wording.RETURNED_FOR)), rich_text(quotation(words(why)))] if why else []


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
        before=[*noticing(said), section(plain(wording.RENEW_EXPLAINED if again else explained))],
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
        before=[*noticing(said), section(plain(shortened(title, _LONGEST_TITLE)))],
    )


_SEND = {
    LessonGesture.RETURN: wording.RETURN,
    LessonGesture.REJECT: wording.REJECT,
    LessonGesture.RETIRE: wording.RETIRE,
    LessonGesture.CONTRADICT: wording.CONTRADICT,
}
