"""The facilitator's queue as a modal, one piece of feedback at a time, made to be thumbed through. Pure.

What is shown has been through the visit's attribution rule; what was typed goes into rich text, where
Slack shows it as it is. A text is cut where all texts together would be more than a view takes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    button,
    confirm,
    context,
    line,
    option,
    plain,
    quotation,
    rich_text,
    section,
    words,
)
from bot.blocks.gestures import Action, Field, Form
from bot.blocks.notices import modal
from bot.blocks.texts import shortened
from bot.boards import accepted
from bot.queues import STATUSES, Spot, waiting_again
from bot.wording import enquiries as enquiry_wording
from bot.wording import proposals as proposal_wording
from bot.wording import reviews as wording
from bot.wording.themes import named
from knowledge.attribution import Shown
from knowledge.model import Theme
from knowledge.records import Event, EvidenceKind, FeedbackRecord, RecordGesture, RecordStatus, Sensitivity
from knowledge.visits import Session, Visit

_LONGEST_TEXT = 1_200  # of one text of a record: seven of them stay below what a view takes
_MOST_QUOTES = 3
_LONGEST_REASON = 1_000
_EVERY_THEME = "all"


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of feedback as it may be shown."""

    shown: Shown[FeedbackRecord]
    when: str | None
    """The session it was told of, and its time."""
    enquiry: str | None = None
    """The question that was taken along and that it answers."""


def session_line(session: Session, visit: Visit) -> str:
    return f"{visit.local(session.start):%H:%M} {session.title}"


def view(
    visit: Visit,
    spot: Spot,
    card: Card | None,
    counts: Mapping[RecordStatus, int],
    *,
    length: int,
    said: str = "",
    undo: Spot | None = None,
) -> Block:
    """The queue at a spot; ``length`` is how long it is, ``said`` what came of the last press.

    ``undo`` is where what was decided by it waits again once that is undone.
    """
    head = [
        *([_said(said, undo)] if said else []),
        context(plain(visit.title)),
        _filters(spot, counts),
    ]
    if card is None:
        nothing = wording.nothing(spot.status, dict(counts), of_theme=spot.theme is not None)
        return modal(wording.TITLE, *head, section(plain(nothing)), about=spot.model_dump_json())
    place = context(plain(wording.place(spot.number + 1, length, spot.status)))
    blocks = (*head, place, *_card(card), *_buttons(card.shown.record, spot, length))
    return modal(wording.TITLE, *blocks, about=spot.model_dump_json())


def _said(said: str, undo: Spot | None) -> Block:
    more = {"accessory": _reopening(wording.UNDO, undo)} if undo else {}
    return section(plain(said), **more)


def _reopening(label: str, spot: Spot) -> Block:
    return button(label, Action.REOPEN_FEEDBACK, spot.model_dump_json())


# One piece of feedback


def _card(card: Card) -> Iterator[Block]:
    record = card.shown.record
    yield rich_text(line(words(_label(record.kind), bold=True), words(f" · {named(record.theme)}")))
    if card.when:
        yield context(plain(card.when))
    if card.enquiry:
        on_it = enquiry_wording.ON_IT.format(question=card.enquiry)
        yield context(plain(shortened(on_it, _LONGEST_REASON)))
    yield rich_text(quotation(words(shortened(record.observation, _LONGEST_TEXT))))
    more = (
        (wording.DISCUSSION, record.discussion),
        (wording.CONCLUSION, record.conclusion),
        (wording.RECOMMENDATION, record.recommendation),
        *(
            (f"{wording.QUOTED} {each.reference or each.kind}", each.quote)
            for each in record.evidence[:_MOST_QUOTES]
        ),
    )
    for label, text in more:
        if text:
            said = words(f": {shortened(text, _LONGEST_TEXT)}")
            yield rich_text(line(words(shortened(label, 100), bold=True), said))
    yield from (context(plain(said)) for said in _about(card) if said)


def _about(card: Card) -> Iterator[str]:
    record, author = card.shown.record, card.shown.author
    yield wording.useful(record.usefulness, record.intends_to_act)
    yield wording.told_by([part for part in (author.person, author.role, author.organisation) if part])
    yield wording.SENSITIVE if record.sensitivity is Sensitivity.SENSITIVE else ""
    yield from (
        wording.NAMED_WITH_QUOTE if each.reference else wording.NOT_NAMED_WITH_QUOTE
        for each in record.evidence[:_MOST_QUOTES]
        if each.kind is EvidenceKind.MESSAGE
    )
    for event in _last_of_each([event for event in record.history if event.gesture in _REASONS]):
        yield shortened(_REASONS[event.gesture](event.reason or ""), _LONGEST_REASON) if event.reason else ""


def _last_of_each(history: Sequence[Event]) -> Iterator[Event]:
    """Of each gesture the last, in the order in which they were made."""
    for number, event in enumerate(history, 1):
        if event.gesture not in {later.gesture for later in history[number:]}:
            yield event


_REASONS = {
    RecordGesture.ASK: wording.asked,
    RecordGesture.REJECT: wording.rejected_because,
    RecordGesture.REOPEN: wording.reopened_because,
}


# What can be pressed


def _buttons(record: FeedbackRecord, spot: Spot, length: int) -> Iterator[Block]:
    yield actions(*_decisions(record, spot), *_proposing(record), _mark(record))
    if length > 1:
        yield actions(
            button(wording.PREVIOUS, f"{Action.TURN_QUEUE}:-1", record.id),
            button(wording.NEXT, f"{Action.TURN_QUEUE}:1", record.id),
        )


def _decisions(record: FeedbackRecord, spot: Spot) -> Iterator[Block]:
    """Only what can be done from where the record is; whether a lesson holds it is looked up when pressed."""

    def may(gesture: RecordGesture) -> bool:
        return record.status in record.lifecycle[gesture].source

    if may(RecordGesture.ACCEPT):
        sure = confirm(wording.ACCEPT_TITLE, wording.ACCEPT_WARNING, yes=wording.KEEP, no=wording.CANCEL)
        yield button(wording.ACCEPT, Action.ACCEPT_FEEDBACK, record.id, style="primary", confirm=sure)
    if may(RecordGesture.ASK):
        yield button(wording.ASK, Action.ASK_FOR_INFORMATION, record.id)
    if may(RecordGesture.REJECT):
        yield button(wording.REJECT, Action.REJECT_FEEDBACK, record.id, style="danger")
    if may(RecordGesture.REOPEN):
        yield _reopening(wording.REOPEN, waiting_again(spot))


def _proposing(record: FeedbackRecord) -> Iterator[Block]:
    if accepted([record]):
        yield button(proposal_wording.PROPOSE, Action.PROPOSE_FROM_RECORD, record.id, style="primary")


def _mark(record: FeedbackRecord) -> Block:
    if record.sensitivity is Sensitivity.SENSITIVE:
        return button(wording.RELEASE, Action.RELEASE, record.id)
    return button(wording.KEEP_BACK, Action.KEEP_BACK, record.id)


def _filters(spot: Spot, counts: Mapping[RecordStatus, int]) -> Block:
    statuses = {
        status: option(wording.counted(wording.STATUSES[status], counts.get(status, 0)), status)
        for status in STATUSES
    }
    themes: dict[Theme | None, Block] = {None: option(wording.ALL_THEMES, _EVERY_THEME)}
    themes |= {theme: option(named(theme), theme) for theme in Theme}
    return actions(
        _select("status", wording.WHICH_STATUS, statuses.values(), statuses[spot.status]),
        _select("theme", wording.WHICH_THEME, themes.values(), themes[spot.theme]),
    )


def _select(by: str, label: str, options: Iterable[Block], chosen: Block) -> Block:
    return {
        "type": "static_select",
        "action_id": f"{Action.FILTER_QUEUE}:{by}",
        "placeholder": plain(label),
        "options": list(options),
        "initial_option": chosen,
    }


def filtered(spot: Spot, action_id: str, chosen: str) -> Spot:
    """The spot at the beginning of what was chosen in a filter."""
    by = action_id.rpartition(":")[2]
    value = None if chosen == _EVERY_THEME else chosen
    start = {"record": None, "version": 0, "number": 0}
    return Spot.model_validate(dict(spot) | {by: value} | start)


# Reasons


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form that asks for a reason says."""

    title: str
    label: str
    hint: str
    send: str
    begun: str | None = None
    """The reason that stands there already."""


_ASKED = {
    Form.QUESTION_TO_AUTHOR: _Asked(wording.ASK_TITLE, wording.ASK_LABEL, wording.ASK_HINT, wording.ASK_SEND),
    Form.REASON_FOR_REJECTING: _Asked(
        wording.REJECT_TITLE, wording.REJECT_LABEL, wording.REJECT_HINT, wording.REJECT_SEND
    ),
    Form.REASON_FOR_REOPENING: _Asked(
        wording.REOPEN_TITLE,
        wording.REOPEN_LABEL,
        wording.REOPEN_HINT,
        wording.REOPEN_SEND,
        wording.BY_MISTAKE,
    ),
}


def reopening_form(spot: Spot, record: FeedbackRecord, warnings: Iterable[str]) -> Block:
    """Asks why what is shown is to be decided again; the card beneath may be of the next one already."""
    quoted = rich_text(quotation(words(shortened(record.observation, _LONGEST_TEXT))))
    warned = (section(plain(said)) for said in warnings)
    return reason_form(Form.REASON_FOR_REOPENING, spot, quoted, *warned)


def reason_form(form: Form, spot: Spot, *before: Block) -> Block:
    """Asks the facilitator what to tell the author; ``before`` is what to know before deciding."""
    asked = _ASKED[form]
    text = {"type": "plain_text_input", "action_id": Field.REASON, "multiline": True}
    begun = {"initial_value": asked.begun} if asked.begun else {}
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": spot.model_dump_json(),
        "title": plain(asked.title),
        "submit": plain(asked.send),
        "close": plain(wording.CANCEL),
        "blocks": [
            *before,
            {
                "type": "input",
                "block_id": Field.REASON,
                "label": plain(asked.label),
                "hint": plain(asked.hint),
                "element": {**text, **begun, "max_length": _LONGEST_REASON},
            },
        ],
    }


# To authors


def to_author(heading: str, record: FeedbackRecord, reason: str, gesture: RecordGesture) -> list[Block]:
    """What an author is told of their own feedback, in their own words and the facilitator's."""
    return [
        section(plain(heading)),
        rich_text(quotation(words(reason))),
        context(plain(wording.YOU_WROTE)),
        rich_text(quotation(words(shortened(record.observation, _LONGEST_TEXT)))),
        section(plain(wording.LOG_AGAIN))
        if gesture is RecordGesture.REJECT
        else actions(button(_CHANGING[gesture], Action.CHANGE_FEEDBACK, record.id, style="primary")),
    ]


_CHANGING = {RecordGesture.ASK: wording.ANSWER, RecordGesture.REOPEN: wording.CHANGE}


def _label(value: str) -> str:
    return value[:1].upper() + value[1:]
