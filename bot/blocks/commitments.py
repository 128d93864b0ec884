"""The commitments of a visit's councils, and the forms that make, change and follow them up. Pure.

What is shown has been through the visit's attribution rule.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    button,
    context,
    line,
    mrkdwn,
    option,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Field, Form
from bot.blocks.notices import modal, noticing
from bot.blocks.texts import escape, on_one_line, shortened
from bot.forms import Answers, Option, Prompt, prompts_of
from bot.forms import modal as form_modal
from bot.wording import commitments as wording
from bot.wording.proposals import PROPOSE
from knowledge.attribution import STRUCK
from knowledge.fields import Identifier, Line, Value
from knowledge.records import Commitment, RecordGesture
from knowledge.visits import Visit

_MOST = 30  # commitments; each is up to three blocks, and a modal takes a hundred
_LONGEST_TEXT = 300
_LONGEST_REASON = 1_000
_MOST_STEPS = 5  # of an overflow menu


class Errand(Value):
    """What a form of commitments is about."""

    visit: Identifier
    record: Identifier | None = None
    """The one that is changed; None for a new one."""
    version: int = 0
    gesture: RecordGesture | None = None
    """The step that is taken with it."""
    progress: Line | None = None
    """What is looked at of the progress beneath; None where the visit's commitments are beneath."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment as it may be shown, and what its reader can do with it."""

    record: Commitment
    steps: tuple[RecordGesture, ...] = ()
    teaches: bool = False
    """Whether its reader can rest a lesson on it."""


def view(visit: Visit, entries: Sequence[Entry], nothing: str, *, making: bool, said: str = "") -> Block:
    """All commitments of a visit, council by council; ``nothing`` is said when there is none."""
    make = [button(wording.MAKE, Action.MAKE_COMMITMENT, visit.id, style="primary")]
    left = len(entries) - _MOST
    return modal(
        wording.TITLE,
        *noticing(said),
        context(plain(visit.title)),
        *([] if entries else [section(plain(nothing))]),
        *(block for entry in entries[:_MOST] for block in _entry(entry)),
        *([context(plain(wording.more(left)))] if left > 0 else []),
        *([actions(*make)] if making else []),
        about=Errand(visit=visit.id).model_dump_json(),
    )


def _entry(entry: Entry) -> Iterator[Block]:
    record = entry.record
    council = wording.A_COUNCIL if record.council == STRUCK else record.council
    head = f"{council} · {wording.standing(record.status, record.due)}"
    parts = (
        (wording.TODAY, record.current_state),
        (wording.SHALL_BE, record.desired_state),
        (wording.MEASURE, record.measure),
        (wording.OWNER, record.owner_role),
        *((wording.STEPS[event.gesture], event.reason) for event in record.history[-1:] if event.reason),
    )
    yield from told(
        record, shortened(head, _LONGEST_TEXT), menu(record, entry.steps, Action.STEP_COMMITMENT), parts
    )
    if entry.teaches:
        yield actions(button(PROPOSE, Action.PROPOSE_FROM_RECORD, record.id))


def menu(record: Commitment, steps: Sequence[RecordGesture], action: Action) -> Block | None:
    """The steps that can be taken with a commitment, ``action`` says which; None when there is none.

    ``stepped`` reads what was chosen.
    """
    options = [option(wording.STEPS[step], f"{step.name} {record.version}") for step in steps[:_MOST_STEPS]]
    return {"type": "overflow", "action_id": action, "options": options} if options else None


def told(
    record: Commitment, head: str, steps: Block | None, parts: Iterable[tuple[str, str | None]]
) -> Iterator[Block]:
    """A commitment: its head with the menu of its steps, then those of its labelled parts that there are."""
    more = {"accessory": steps} if steps else {}
    yield section(mrkdwn(f"*{escape(head)}*"), block_id=record.id, **more)
    said = [(label, text) for label, text in parts if text]
    yield rich_text(
        *(line(words(f"{label}: ", bold=True), words(f"{short(text)}\n")) for label, text in said)
    )


def short(text: str) -> str:
    return shortened(on_one_line(text), _LONGEST_TEXT)


def stepped(value: str) -> tuple[RecordGesture, int]:
    """The step that was chosen in a menu, and the version of the commitment that was read."""
    name, _, version = value.partition(" ")
    return RecordGesture[name], int(version)


# Forms


def prompts(councils: Sequence[str], *, whole: bool) -> tuple[Prompt, ...]:
    """What a commitment is asked for; ``whole`` when it is there already, and its details are too."""
    names = (*Commitment.asked, *(Commitment.details if whole else ()))
    asked = prompts_of(Commitment, names)
    choices = [Option(council, council) for council in councils]
    return tuple(one.offering(choices) if one.name == "council" and choices else one for one in asked)


def form(errand: Errand, asked: Sequence[Prompt], answers: Answers) -> Block:
    return form_modal(
        Form.COMMITMENT,
        wording.FORM_TITLE,
        asked,
        answers,
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=errand.model_dump_json(),
    )


def step_form(errand: Errand, gesture: RecordGesture) -> Block:
    """Asks for the reason of a step, or whether it is meant when it cannot be taken back."""
    asked = wording.REASONS.get(gesture)
    text = {"type": "plain_text_input", "action_id": Field.REASON, "multiline": True}
    block = {
        "type": "input",
        "block_id": Field.REASON,
        "optional": not Commitment.lifecycle[gesture].reasoned,
        "label": plain(asked or ""),
        "hint": plain(wording.REASON_HINT),
        "element": {**text, "max_length": _LONGEST_REASON},
    }
    return {
        "type": "modal",
        "callback_id": Form.STEP_OF_COMMITMENT,
        "private_metadata": errand.model_dump_json(),
        "title": plain(wording.FORM_TITLE),
        "submit": plain(wording.STEPS[gesture]),
        "close": plain(wording.CANCEL),
        "blocks": [block] if asked else [section(plain(wording.WITHDRAW_WARNING))],
    }
