"""The facilitator's queue: reading what was told, one at a time, and deciding on it.

The modal knows where its reader is; every press reads the queue again, so two facilitators at once
see each other's decisions, and the second to decide on one is told and shown it as it is now.
"""

import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import reviews as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Field, Form
from bot.blocks.notices import notice
from bot.desk import Desk
from bot.enquiries import taken_along
from bot.group_feedback import table
from bot.lesson_views import shown_titles
from bot.listeners.gesture import OPENED_VIEW, Json, Names, open_modal, show_if_open
from bot.logs import reference
from bot.queues import Spot, at, queue, waiting_again
from bot.showing import Showing, showing
from bot.visiting import Part
from bot.wording import refusal
from bot.wording import reviews as wording
from knowledge.errors import StaleRecordError, VisitError
from knowledge.records import FeedbackRecord, RecordGesture, RecordStatus, RecordType, Sensitivity
from knowledge.store import RecordFilters
from knowledge.visits import VisitGesture

log = logging.getLogger(__name__)

_TURNED = re.compile(rf"{Action.TURN_QUEUE}:-?1")
_FILTERED = re.compile(rf"{Action.FILTER_QUEUE}:\w+")


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Shows the queue of a visit to its facilitators, and does what they decide."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "users:read")

    def register(self, app: App) -> None:
        app.action(Action.REVIEW_FEEDBACK)(self.open)
        app.action(_TURNED)(self.turn)
        app.action(_FILTERED)(self.filter)
        app.action(Action.ACCEPT_FEEDBACK)(self.accept)
        app.action(Action.KEEP_BACK)(self.keep_back)
        app.action(Action.RELEASE)(self.release)
        app.action(Action.ASK_FOR_INFORMATION)(self.ask)
        app.action(Action.REJECT_FEEDBACK)(self.reject)
        app.action(Action.REOPEN_FEEDBACK)(self.reopen)
        app.view(Form.QUESTION_TO_AUTHOR)(self.question)
        app.view(Form.REASON_FOR_REJECTING)(self.reason)
        app.view(Form.REASON_FOR_REOPENING)(self.reopening)

    # Looking

    def open(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        visit = action["value"]
        opened = open_modal(self.desk.client, body, context, notice(wording.OPENING, wording.TITLE))
        show_if_open(self.desk.client, opened, self.screen(visit, body["user"]["id"]))
        log.info("queue opened", extra={"gesture": "review", "reference": reference(visit)})

    def turn(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        spot, part = self._pressed(body, context)
        self._update(body["view"]["id"], part, spot, turn=int(action["action_id"].rpartition(":")[2]))

    def filter(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        spot, part = self._pressed(body, context)
        chosen = blocks.filtered(spot, action["action_id"], action["selected_option"]["value"])
        self._update(body["view"]["id"], part, chosen)

    # Deciding at once

    def accept(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        spot, part = self._pressed(body, context)
        try:
            self._decide(part, spot, RecordGesture.ACCEPT)
        except StaleRecordError:
            self._update(body["view"]["id"], part, spot, said=wording.DECIDED_ALREADY)
            return
        self._update(body["view"]["id"], part, spot, said=wording.ACCEPTED, undo=waiting_again(spot, 1))

    def keep_back(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self._mark(body, context, Sensitivity.SENSITIVE, wording.KEPT_BACK)

    def release(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self._mark(body, context, Sensitivity.ORDINARY, wording.RELEASED)

    def _mark(self, body: Json, context: BoltContext, sensitivity: Sensitivity, said: str) -> None:
        spot, part = self._pressed(body, context)
        changes = self.desk.record_changes
        record = changes.get(part, FeedbackRecord, str(spot.record))
        try:
            changes.mark(part, record, sensitivity, spot.version, at=self.desk.now())
        except StaleRecordError:
            said = wording.DECIDED_ALREADY
        self._update(body["view"]["id"], part, spot, said=said)
        log.info("marked", extra={"gesture": "review", "as": sensitivity, "reference": reference(record.id)})

    # Deciding with a reason

    def ask(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        spot = Spot.model_validate_json(body["view"]["private_metadata"])
        open_modal(self.desk.client, body, context, blocks.reason_form(Form.QUESTION_TO_AUTHOR, spot))

    def reject(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        spot = Spot.model_validate_json(body["view"]["private_metadata"])
        open_modal(self.desk.client, body, context, blocks.reason_form(Form.REASON_FOR_REJECTING, spot))

    def reopen(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        spot = Spot.model_validate_json(action["value"])
        opened = open_modal(self.desk.client, body, context, notice(wording.LOOKING, wording.REOPEN_TITLE))
        view = self._reopening(self._part(spot.visit, body["user"]["id"]), spot)
        show_if_open(self.desk.client, opened, view)

    def _reopening(self, part: Part, spot: Spot) -> Block:
        """Asks why, and says what rests on the decision; a lesson that does lets nobody take it back."""
        record = self.desk.record_changes.get(part, FeedbackRecord, str(spot.record))
        lessons = self.desk.store.lessons
        if holding := lessons.holding(record.id):
            titles = [*shown_titles(self.desk.store, holding).values()]
            return notice(wording.held_by(titles), wording.REOPEN_TITLE)
        feedback = table(self.desk.store, part.visit).feedback
        warnings = [
            *([wording.GROUP_CHOSE_IT] if feedback and record.id in feedback.chosen else []),
            *([wording.IN_GONE_LESSONS] if lessons.any_quoting(record.id) else []),
            *([wording.IN_DRAFTS] if record.status is not RecordStatus.REJECTED else []),
        ]
        shown = showing(self.desk.store, part.visit).record(record).record
        return blocks.reopening_form(spot, shown, warnings)

    def question(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        self._give(ack, body, view, context, RecordGesture.ASK)

    def reason(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        self._give(ack, body, view, context, RecordGesture.REJECT)

    def reopening(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        self._give(ack, body, view, context, RecordGesture.REOPEN)

    def _give(self, ack: Ack, body: Json, view: Json, context: BoltContext, gesture: RecordGesture) -> None:
        """Decide with the reason that was typed, which stays in its form when that cannot be done."""
        spot = Spot.model_validate_json(view["private_metadata"])
        typed = str(view["state"]["values"][Field.REASON][Field.REASON]["value"] or "")
        try:
            part = self._part(spot.visit, body["user"]["id"])
            record = self._decide(part, spot, gesture, typed)
        except VisitError as error:
            ack(response_action="errors", errors={Field.REASON: _why(error)})
            return
        ack()
        context[OPENED_VIEW] = view["previous_view_id"]
        told = not _concerns_author(record, gesture) or self._tell(part, record, gesture, typed)
        said = wording.DECIDED[gesture] if told else wording.NOBODY_TOLD
        undo = waiting_again(spot, 1) if gesture is RecordGesture.REJECT else None
        self._update(view["previous_view_id"], part, spot, said=said, undo=undo)

    def _decide(
        self, part: Part, spot: Spot, gesture: RecordGesture, reason: str | None = None
    ) -> FeedbackRecord:
        """Make the gesture; the record as it was before."""
        changes = self.desk.record_changes
        record = changes.get(part, FeedbackRecord, str(spot.record))
        changes.move(part, record, gesture, spot.version, at=self.desk.now(), reason=reason)
        self.desk.visit_changed(part.visit.id)
        log.info("decided", extra={"gesture": gesture, "reference": reference(record.id)})
        return record

    def _tell(self, part: Part, record: FeedbackRecord, gesture: RecordGesture, reason: str) -> bool:
        """Tell the author; False when there is nobody in Slack to be told."""
        seen = showing(self.desk.store, part.visit)
        heading = wording.TO_AUTHORS[gesture](seen.text(part.visit).title)
        reason = seen.text(reason)
        return self.desk.direct_messages.tell(
            record.visit, record.respondent, heading, blocks.to_author(heading, record, reason, gesture)
        )

    # What is to be seen

    def screen(self, visit: str, user: str) -> Block:
        """The queue of a visit from its beginning, for whoever may review it."""
        return self._view(self._part(visit, user), Spot(visit=visit))

    def _part(self, visit: str, user: str) -> Part:
        person = self.desk.acquaintances.of(user)
        return self.desk.visiting.part(visit, person, VisitGesture.REVIEW)

    def _pressed(self, body: Json, context: BoltContext) -> tuple[Spot, Part]:
        """Where the queue was when something in it was pressed, and the presser's part in its visit."""
        context[OPENED_VIEW] = body["view"]["id"]
        spot = Spot.model_validate_json(body["view"]["private_metadata"])
        return spot, self._part(spot.visit, body["user"]["id"])

    def _update(
        self, modal: str, part: Part, spot: Spot, *, turn: int = 0, said: str = "", undo: Spot | None = None
    ) -> None:
        view = self._view(part, spot, turn=turn, said=said, undo=undo)
        show_if_open(self.desk.client, modal, view)

    def _view(
        self, part: Part, spot: Spot, *, turn: int = 0, said: str = "", undo: Spot | None = None
    ) -> Block:
        told = self.desk.store.records.find(RecordFilters(part.visit.id, type=RecordType.FEEDBACK))
        waiting = queue(told, spot)
        spot, record = at(waiting, spot, turn)
        shown = showing(self.desk.store, part.visit)
        return blocks.view(
            shown.text(part.visit),
            spot,
            self._card(shown, record) if record else None,
            Counter(one.status for one in told),
            length=len(waiting),
            said=said,
            undo=undo,
        )

    def _card(self, shown: Showing, record: FeedbackRecord) -> blocks.Card:
        session = shown.session(record)
        when = blocks.session_line(session, shown.visit) if session else None
        asked = taken_along(self.desk.store, shown) if record.enquiry else ()
        enquiry = next((each.question for each in asked if each.id == record.enquiry), None)
        return blocks.Card(shown.record(record), when, enquiry)


def _concerns_author(before: FeedbackRecord, gesture: RecordGesture) -> bool:
    """Whether its author is to hear of the gesture: who was told of no decision hears of none undone."""
    return gesture is not RecordGesture.REOPEN or before.status is RecordStatus.REJECTED


def _why(error: VisitError) -> str:
    if isinstance(error, StaleRecordError):
        return wording.DECIDED_WHILE_YOU_WROTE
    said = refusal(error)
    if said is None:
        raise error
    return said
