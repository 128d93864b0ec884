"""The group's feedback: as a modal, as a message that can be agreed to, and as a form. Pure.

What is shown has been through the strictest attribution rule of what it was composed from.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.assents import Assent
from bot.blocks.elements import (
    Block,
    actions,
    bullets,
    button,
    confirm,
    context,
    line,
    plain,
    remark,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Form, words_pointer
from bot.blocks.notices import modal
from bot.blocks.texts import on_one_line, shortened
from bot.forms import MOST_BEGUN, Answers, answers_of, prompts_of
from bot.forms import modal as form_modal
from bot.wording import group_feedback as wording
from knowledge.fields import Identifier, Value
from knowledge.records import GroupFeedback, RecordStatus

_SHORTEST = 100  # characters of a line that is added, however many there are
_ROOM = 9_000  # characters of all lists together; a message takes some 13,000


class Draft(Value):
    """What a form of the group's feedback is about."""

    visit: Identifier
    record: Identifier
    """The one that is changed, or the id of the one that is begun."""
    version: int | None = None
    """The version that was read; None for one that is begun."""
    chosen: tuple[str, ...] = ()
    """Marks of what it is composed from, as the board knows them."""


@dataclass(frozen=True, slots=True)
class May:
    """What its reader can do with it."""

    agree: bool = False
    revise: bool = False
    settle: bool = False
    withdraw: bool = False


def view(visit_title: str, feedback: GroupFeedback, agreed: Assent, may: May, *, said: str = "") -> Block:
    return modal(
        wording.TITLE,
        *([section(plain(said))] if said else []),
        context(plain(visit_title)),
        *_words(feedback),
        *_standing(feedback, agreed),
        *_buttons(feedback, agreed, may),
        about=feedback.id,
    )


def empty(visit_title: str, visit: str, said: str, *, board: str | None) -> Block:
    """No group feedback, why, and the way to the board under this label."""
    way = [actions(button(board, Action.SHOW_BOARD, visit))] if board else []
    return modal(wording.TITLE, context(plain(visit_title)), section(plain(said)), *way, about=visit)


def message(said: str, feedback: GroupFeedback, agreed: Assent, *, to_agree: bool = True) -> list[Block]:
    """The words for everybody on the visit, with the one press that agrees to them.

    ``to_agree`` is False where nobody reads it but one who has agreed.
    """
    return [
        section(plain(said)),
        *_words(feedback),
        *_standing(feedback, agreed),
        *_buttons(feedback, agreed, May(agree=to_agree and feedback.status is RecordStatus.SUBMITTED)),
    ]


def _words(feedback: GroupFeedback) -> Iterator[Block]:
    lists = [(label, getattr(feedback, name)) for name, label in wording.LISTS.items()]
    count = sum(len(lines) for _, lines in lists)
    room = _ROOM // max(count, 1)
    for label, lines in lists:
        if lines:
            items = [line(words(shortened(on_one_line(one), room))) for one in lines]
            yield rich_text(line(words(label, bold=True)), bullets(items))


def _standing(feedback: GroupFeedback, agreed: Assent) -> Iterator[Block]:
    settled = feedback.status is RecordStatus.AGREED
    yield context(plain(wording.SETTLED if settled else wording.DRAFT))
    yield remark(wording.agreed(agreed.agreed, agreed.of, agreed.names))


def _buttons(feedback: GroupFeedback, agreed: Assent, may: May) -> Iterator[Block]:
    if buttons := [*_offered(feedback, agreed, may)]:
        yield actions(*buttons)


def _offered(feedback: GroupFeedback, agreed: Assent, may: May) -> Iterator[Block]:
    """The next step stands out: while somebody has yet to agree that is to agree, then to settle."""
    pointer = words_pointer(feedback.id, feedback.edition)
    next_, waits = {"style": "primary"}, agreed.missing > 0 or not may.settle
    if may.agree:
        yield button(wording.AGREE, Action.AGREE_TO_WORDS, pointer, **(next_ if waits else {}))
    if may.revise:
        yield button(wording.REVISE, Action.REVISE_GROUP_FEEDBACK, pointer)
    if may.settle:
        warning = wording.settle_warning(agreed.missing)
        sure = confirm(wording.SETTLE_TITLE, warning, yes=wording.SETTLE, no=wording.KEEP)
        yield button(wording.SETTLE, Action.SETTLE, pointer, confirm=sure, **({} if waits else next_))
    if may.revise:
        yield button(wording.BOARD, Action.SHOW_BOARD, feedback.visit)
    if may.withdraw:
        warning = wording.WITHDRAW_WARNING
        sure = confirm(wording.WITHDRAW_TITLE, warning, yes=wording.WITHDRAW, no=wording.KEEP)
        yield button(wording.WITHDRAW, Action.WITHDRAW_GROUP_FEEDBACK, pointer, style="danger", confirm=sure)


# The form

PROMPTS = prompts_of(GroupFeedback, GroupFeedback.asked)


def form(
    draft: Draft,
    answers: Answers,
    *,
    before: Sequence[Block] = (),
    edition: str = "",
    typed: Collection[str] = (),
) -> Block:
    """``typed`` are the lists that are shown with more than what is stored."""
    return form_modal(
        Form.GROUP_FEEDBACK,
        wording.FORM_TITLE,
        PROMPTS,
        answers,
        submit=wording.SAVE,
        close=wording.CANCEL,
        about=draft.model_dump_json(),
        before=before,
        edition=edition,
        typed=typed,
    )


def changed_meanwhile(feedback: GroupFeedback) -> list[Block]:
    """What stands above a form whose words were changed by somebody else."""
    return [section(plain(wording.CHANGED_MEANWHILE)), *_words(feedback)]


def answers(words: GroupFeedback | None, added: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Lines as they stand in the form's boxes: those there are whole, those added beneath them.

    What is added is told elsewhere too, and is cut where that makes room for all of it.
    """
    there = answers_of(words, PROMPTS) if words else {}
    return {
        name: "\n".join(filter(None, (there.get(name), *_short(lines, len(there.get(name, ""))))))
        for name, lines in {**dict.fromkeys(there, ()), **added}.items()
    }


def _short(lines: Sequence[str], taken: int) -> Iterator[str]:
    room = max((MOST_BEGUN - taken) // max(len(lines), 1) - 1, _SHORTEST)
    return (shortened(on_one_line(one), room) for one in lines)
