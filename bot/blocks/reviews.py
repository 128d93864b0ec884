"""The facilitator's queue as a modal, one piece of feedback at a time, made to be thumbed through. Pure.

What is shown has been through the visit's attribution rule; what was typed goes into rich text, where
Slack shows it as it is. A text is cut where all texts together would be more than a view takes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.blocks.elements import (
    Block,
    actions,
    button,
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
from bot.queues import STATUSES, Spot
from bot.wording import enquiries as enquiry_wording
from bot.wording import proposals as proposal_wording
from bot.wording import reviews as wording
from knowledge.attribution import Shown
from knowledge.model import Theme
from knowledge.records import EvidenceKind, FeedbackRecord, RecordGesture, RecordStatus, Sensitivity
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
) -> Block:
    """The queue at a spot; ``length`` is how long it is, ``said`` what came of the last press."""
    head = [
        *([section(plain(said))] if said else []),
        context(plain(visit.title)),
        _filters(spot, counts),
    ]
    if card is None:
        nothing = wording.nothing(spot.status, dict(counts), of_theme=spot.theme is not None)
        return modal(wording.TITLE, *head, section(plain(nothing)), about=spot.model_dump_json())
    place = context(plain(wording.place(spot.number + 1, length, spot.status)))
    blocks = (*head, place, *_card(card), *_buttons(card.shown.record, length))
    return modal(wording.TITLE, *blocks, about=spot.model_dump_json())


# One piece of feedback


def _card(card: Card) -> Iterator[Block]:
    record = card.shown.record
    yield rich_text(line(words(_label(record.kind), bold=True), words(f" · {_theme(record.theme)}")))
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
    for gesture, say in _REASONS.items():
        reasons = [event.reason for event in record.history if event.gesture is gesture and event.reason]
        yield shortened(say(reasons[-1]), _LONGEST_REASON) if reasons else ""


_REASONS = {
    RecordGesture.ASK: wording.asked,
    RecordGesture.REJECT: wording.rejected_because,
}


# What can be pressed


def _buttons(record: FeedbackRecord, length: int) -> Iterator[Block]:
    yield actions(*_decisions(record), *_proposing(record), _mark(record))
    if length > 1:
        yield actions(
            button(wording.PREVIOUS, f"{Action.TURN_QUEUE}:-1", record.id),
            button(wording.NEXT, f"{Action.TURN_QUEUE}:1", record.id),
        )


def _decisions(record: FeedbackRecord) -> Iterator[Block]:
    """Only what can be done from where the record is: no button answers with a refusal."""

    def may(gesture: RecordGesture) -> bool:
        return record.status in record.lifecycle[gesture].source

    if may(RecordGesture.ACCEPT):
        sure = {
            "title": plain(wording.ACCEPT_TITLE),
            "text": plain(wording.ACCEPT_WARNING),
            "confirm": plain(wording.KEEP),
            "deny": plain(wording.CANCEL),
        }
        yield button(wording.ACCEPT, Action.ACCEPT_FEEDBACK, record.id, style="primary", confirm=sure)
    if may(RecordGesture.ASK):
        yield button(wording.ASK, Action.ASK_FOR_INFORMATION, record.id)
    if may(RecordGesture.REJECT):
        yield button(wording.REJECT, Action.REJECT_FEEDBACK, record.id, style="danger")


def _proposing(record: FeedbackRecord) -> Iterator[Block]:
    if accepted([record]):
        yield button(proposal_wording.PROPOSE, Action.PROPOSE_FROM_FEEDBACK, record.id, style="primary")


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
    themes |= {theme: option(_label(theme), theme) for theme in Theme}
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


def reason_form(form: Form, spot: Spot) -> Block:
    """Asks the facilitator what to tell the author."""
    asking = form is Form.QUESTION_TO_AUTHOR
    title, send = (
        (wording.ASK_TITLE, wording.ASK_SEND) if asking else (wording.REJECT_TITLE, wording.REJECT_SEND)
    )
    label, hint = (
        (wording.ASK_LABEL, wording.ASK_HINT) if asking else (wording.REJECT_LABEL, wording.REJECT_HINT)
    )
    text = {"type": "plain_text_input", "action_id": Field.REASON, "multiline": True}
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": spot.model_dump_json(),
        "title": plain(title),
        "submit": plain(send),
        "close": plain(wording.CANCEL),
        "blocks": [
            {
                "type": "input",
                "block_id": Field.REASON,
                "label": plain(label),
                "hint": plain(hint),
                "element": {**text, "max_length": _LONGEST_REASON},
            }
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
        else actions(button(wording.ANSWER, Action.CHANGE_FEEDBACK, record.id, style="primary")),
    ]


def _theme(theme: Theme | None) -> str:
    return _label(theme) if theme else wording.NO_THEME


def _label(value: str) -> str:
    return value[:1].upper() + value[1:]
