"""How commitments stand, council by council; what is asked of those who are done, and of the others. Pure.

What is shown has been through each visit's attribution rule, and through each lesson's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.blocks.commitments import menu, short, told
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    option,
    plain,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form
from bot.blocks.lesson_cards import PROMPTS
from bot.blocks.notices import modal, noticing
from bot.blocks.nudges import OFF
from bot.blocks.texts import on_one_line
from bot.forms import Answers, Option, Prompt, Shape
from bot.forms import modal as form_modal
from bot.wording import nudges as nudge_wording
from bot.wording import progress as wording
from knowledge.attribution import STRUCK
from knowledge.fields import Identifier, Line, Value
from knowledge.progress import Progress, Stand
from knowledge.records import RecordGesture

ANYBODY = "-"
"""Instead of a commitment: all councils, no id, as those begin with a letter or a digit."""
LESSON = "lesson"
_MOST = 20  # commitments; each is up to four blocks, and a modal takes a hundred
_MOST_COUNCILS, _MOST_ASKED = 99, 10


class Errand(Value):
    """What a form about the lesson that helped is about."""

    record: Identifier
    chosen: Line = ANYBODY
    """What is looked at beneath it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes with a commitment besides how it stands."""

    visit: str
    """The title of the visit it was agreed on."""
    steps: tuple[RecordGesture, ...] = ()
    """What its reader can do with it."""
    helped: str = ""
    """What there is to say of the lesson that helped with it."""
    may_say: bool = False
    """Whether its reader can say which lesson that was."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at, out of all there is."""

    councils: Mapping[str, str]
    """Those to choose from, each by the id of one of its commitments."""
    chosen: str
    shown: Sequence[Progress]
    entries: Mapping[str, Entry]
    """By the id of the commitment."""


def view(looked: Looked, said: str = "") -> Block:
    return modal(
        wording.TITLE,
        *noticing(said),
        *_choice(looked),
        *(_shown(looked) if looked.shown else [section(plain(wording.NOTHING))]),
        about=looked.chosen,
    )


def _choice(looked: Looked) -> list[Block]:
    if len(looked.councils) < 2:  # noqa: PLR2004  # one alone is no choice
        return []
    named = [*looked.councils.items()][:_MOST_COUNCILS]
    options = [
        option(label, value)
        for value, label in [(ANYBODY, wording.EVERYBODY), *((id_, _named(name)) for id_, name in named)]
    ]
    initial = next((each for each in options if each["value"] == looked.chosen), options[0])
    select = {"type": "static_select", "action_id": Action.CHOOSE_PROGRESS, "options": options}
    return [section(plain(wording.WHOSE), accessory={**select, "initial_option": initial})]


def _shown(looked: Looked) -> Iterator[Block]:
    left = _MOST
    for progress in looked.shown:
        if left:
            yield header(_named(progress.council))
            yield context(plain(wording.counts(progress)))
        for stand in progress.stands[:left]:
            yield from _stand(stand, looked.entries[stand.commitment.id])
        left -= len(progress.stands[:left])
    number = sum(len(progress.stands) for progress in looked.shown)
    if number > _MOST:
        yield context(plain(wording.more(number - _MOST)))


def _stand(stand: Stand, entry: Entry) -> Iterator[Block]:
    record = stand.commitment
    parts = (
        (wording.TODAY, record.current_state),
        (wording.SHALL_BE, record.desired_state),
        (wording.MEASURE, record.measure),
        (wording.OWNER, record.owner_role),
        (wording.LAST, wording.last(stand.last) if stand.last else None),
        (wording.VISIT, entry.visit),
    )
    yield from told(record, wording.stands(stand), menu(record, entry.steps, Action.STEP_IN_PROGRESS), parts)
    if entry.helped:
        yield context(plain(short(entry.helped)))
    elif entry.may_say:
        yield actions(button(wording.HELPED, Action.SAY_LESSON_HELPED, record.id))


def _named(council: str) -> str:
    return on_one_line(wording.council(council, STRUCK))


# The lesson that helped


def prompts(lessons: Sequence[Option]) -> tuple[Prompt, ...]:
    which = Prompt(LESSON, Shape.CHOICE, wording.WHICH_LESSON, wording.WHICH_LESSON_HINT, required=True)
    return which.offering(lessons), *PROMPTS


def form(errand: Errand, lessons: Sequence[Option], answers: Answers) -> Block:
    return form_modal(
        Form.LESSON_THAT_HELPED,
        wording.FORM_TITLE,
        prompts(lessons),
        answers,
        submit=wording.SEND,
        close=wording.CANCEL,
        about=errand.model_dump_json(),
        before=[section(plain(wording.EXPLAINED))],
    )


# Asking after them


def reminder(said: str, stands: Sequence[Stand]) -> list[Block]:
    """What whoever is responsible is asked, and the way to say it."""
    lines = [
        line(words(f"{whose}: ", bold=True), words(f"{short(what)} "), words(how, italic=True))
        for whose, what, how in map(_asked, stands[:_MOST_ASKED])
    ]
    return [
        section(plain(said)),
        rich_text(bullets(lines)),
        actions(
            button(wording.TELL, Action.SHOW_PROGRESS, stands[0].commitment.id, style="primary"),
            button(nudge_wording.NO_MORE, Action.REMIND, OFF),
        ),
    ]


def _asked(stand: Stand) -> tuple[str, str, str]:
    record = stand.commitment
    return _named(record.council), record.desired_state, f"({wording.stands(stand)})"
