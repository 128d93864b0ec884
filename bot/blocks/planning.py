"""The forms in which a visit is planned and changed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic import Field

from bot.blocks.abouts import About
from bot.blocks.elements import Block, actions, button, context, plain
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice_block
from bot.forms import (
    Answers,
    Merged,
    Option,
    Prompt,
    Shape,
    SlackChannel,
    SlackUsers,
    answers_of,
    merged,
    modal,
    prompts_of,
)
from bot.wording import visits as wording
from knowledge.fields import Line, Value
from knowledge.visits import Visit


class SlackSide(Value):
    """What of Slack's belongs to a visit."""

    facilitators: SlackUsers = Field(
        default=(), title=wording.FACILITATORS, description=wording.FACILITATORS_HINT
    )
    channel: SlackChannel | None = Field(
        default=None, title=wording.CHANNEL_CHOSEN, description=wording.CHANNEL_CHOSEN_HINT
    )
    new_channel: Line | None = Field(
        default=None, title=wording.CHANNEL_MADE, description=wording.CHANNEL_MADE_HINT
    )


def _explained(names: tuple[str, ...]) -> tuple[Prompt, ...]:
    notes = {
        "attribution": {rule.value: note for rule, note in wording.RULES.items()},
        "audience": {audience.value: note for audience, note in wording.AUDIENCES.items()},
    }
    return tuple(
        prompt.explaining(notes[prompt.name]) if prompt.name in notes else prompt
        for prompt in prompts_of(Visit, names)
    )


ASKED = _explained(Visit.asked)
DETAILS = _explained(Visit.details)
CHANNEL = prompts_of(SlackSide, ("channel", "new_channel"))
IN_SLACK = prompts_of(SlackSide, tuple(SlackSide.model_fields))


FOLLOW_UP = "progress_every_weeks"
_NEVER = "never"
_USUAL_WEEKS = frozenset({4, 12, 26, 52})


def _follow_up(weeks: int | None = 12) -> Prompt:
    """How often commitments are asked after; what a visit has already can stay, whatever it is."""
    offered = sorted(_USUAL_WEEKS | ({weeks} if weeks else set()))
    options = [
        *(Option(str(number), wording.every(number)) for number in offered),
        Option(_NEVER, wording.NEVER),
    ]
    asked = Prompt(FOLLOW_UP, Shape.CHOICE, wording.FOLLOW_UP, wording.FOLLOW_UP_HINT, required=True)
    return replace(asked.offering(options), initial=_written(weeks))


def weeks_chosen(answers: Answers) -> dict[str, int | None]:
    """The field of the visit, if the form asked for it."""
    chosen = answers.get(FOLLOW_UP)
    return {} if chosen is None else {FOLLOW_UP: None if chosen == _NEVER else int(chosen)}


def _written(weeks: int | None) -> str:
    return str(weeks or _NEVER)


def new_visit_form(answers: Answers | None = None, *, more: bool = False) -> Block:
    """What has to be known of a visit; with ``more``, all that may be."""
    button_for_more = [
        actions(button(wording.MORE, Action.PLAN_MORE, "more")),
        context(plain(wording.MORE_HINT)),
    ]
    return modal(
        Form.NEW_VISIT,
        wording.PLAN_TITLE,
        (*ASKED, *DETAILS, _follow_up(), *IN_SLACK) if more else ASKED,
        answers or {},
        submit=wording.SAVE,
        close=wording.CANCEL,
        after=() if more else button_for_more,
    )


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody had before them, and what they made of it, when the visit had changed already."""

    before: Answers
    typed: Answers


def visit_change_form(visit: Visit, meanwhile: Meanwhile | None = None) -> Block:
    """The visit to be changed: as it is, with what somebody changed of an earlier version of it."""
    asked = (*ASKED, *DETAILS, _follow_up(visit.progress_every_weeks), *CHANNEL)
    now = answers_of(visit, (*ASKED, *DETAILS, CHANNEL[0])) | {
        FOLLOW_UP: _written(visit.progress_every_weeks)
    }
    found = None if meanwhile is None else merged(meanwhile.before, meanwhile.typed, now)
    return modal(
        Form.VISIT_CHANGE,
        wording.CHANGE_TITLE,
        asked,
        found.answers if found else now,
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=str(About(visit=visit.id, seen=visit.version)),
        before=[notice_block(both_changed(wording.CHANGED_MEANWHILE, found, now, asked))] if found else [],
        edition=str(visit.version),
        typed=found.typed if found else (),
    )


def both_changed(said: str, found: Merged, now: Answers, prompts: Iterable[Prompt]) -> str:
    """What the second of two at one form is told: that there was another, and what they both changed."""
    labels = {prompt.name: prompt.label for prompt in prompts}
    told = [
        wording.BOTH_CHANGED.format(label=labels[name], theirs=now.get(name) or wording.TAKEN_BACK)
        for name in found.clashes
    ]
    return "\n".join((said, *told))
