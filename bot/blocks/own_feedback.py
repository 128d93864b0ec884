"""What people see of what they logged themselves, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    button,
    confirm,
    context,
    mrkdwn,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, log_pointer
from bot.blocks.notices import modal
from bot.blocks.texts import escape, shortened
from bot.wording import feedback as wording
from knowledge.records import FeedbackRecord, RecordGesture, RecordStatus

_PAGE = 10  # five blocks each, of the hundred that a modal holds
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_REASON = 100, 600, 1_000
_SAYING_WHY = {
    RecordStatus.SUBMITTED: RecordGesture.REOPEN,
    RecordStatus.NEEDS_INFORMATION: RecordGesture.ASK,
    RecordStatus.REJECTED: RecordGesture.REJECT,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One's own feedback, as the visit's rule lets it be shown."""

    record: FeedbackRecord
    visit: str
    """Its title."""
    session: str | None
    changeable: bool


def listed(told: Sequence[Told], page: int, said: str | None = None) -> Block:
    """A page of them, the latest first; ``said`` is what has just been done."""
    page = min(page, max(0, len(told) - 1) // _PAGE)
    shown = told[page * _PAGE : (page + 1) * _PAGE]
    return modal(
        wording.MINE_TITLE,
        *([section(mrkdwn(f"*{said}*"))] if said else []),
        section(plain(wording.MINE_INTRODUCTION if told else wording.MINE_EMPTY)),
        *(block for one in shown for block in _entry(one)),
        *_turning(len(told), page),
        about=str(page),
    )


def _entry(told: Told) -> list[Block]:
    record, where = told.record, told.session or told.visit
    kind = f"{record.kind[:1].upper()}{record.kind[1:]}"
    heading = f"*{kind}* · {escape(shortened(where, _LONGEST_TITLE))}"
    return [
        {"type": "divider"},
        section(mrkdwn(f"{heading}\n{wording.STATUSES[record.status]}")),
        rich_text(quotation(words(shortened(record.observation, _LONGEST_TEXT)))),
        *_why(record),
        actions(*([_change(record)] if told.changeable else []), _withdraw(record)),
    ]


def _why(record: FeedbackRecord) -> list[Block]:
    gesture = _SAYING_WHY.get(record.status)
    reasons = [event.reason for event in record.history if event.gesture is gesture and event.reason]
    if not reasons:
        return []
    return [context(plain(shortened(wording.they_say(record.status, reasons[-1]), _LONGEST_REASON)))]


def _change(record: FeedbackRecord) -> Block:
    asked = record.status is RecordStatus.NEEDS_INFORMATION
    more = {"style": "primary"} if asked else {}
    label = wording.ANSWER if asked else wording.CHANGE
    return button(label, Action.CHANGE_FEEDBACK, record.id, **more)


def _withdraw(record: FeedbackRecord) -> Block:
    sure = confirm(
        wording.WITHDRAW_TITLE,
        wording.WITHDRAW_WARNING,
        yes=wording.WITHDRAW_IT,
        no=wording.KEEP_IT,
        danger=True,
    )
    return button(wording.WITHDRAW, Action.WITHDRAW_FEEDBACK, record.id, confirm=sure)


def _turning(count: int, page: int) -> list[Block]:
    """The way to the other pages, and to saying more."""
    newer = [_to(wording.NEWER, page - 1)] if page else []
    older = [_to(wording.OLDER, page + 1)] if (page + 1) * _PAGE < count else []
    more = button(wording.LOG_FEEDBACK, Action.LOG_FEEDBACK, log_pointer())
    return [{"type": "divider"}, actions(more, *newer, *older)]


def _to(label: str, page: int) -> Block:
    return button(label, f"{Action.TURN_MY_FEEDBACK}:{page}", str(page))
