"""My feedback: what somebody logged, what became of it; changing and withdrawing it."""

import logging
import re
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import feedback as forms
from bot.blocks import own_feedback as blocks
from bot.blocks.gestures import Action, Form
from bot.blocks.notices import notice
from bot.blocks.own_feedback import Told
from bot.desk import Desk
from bot.feedback import Feedback
from bot.listeners.gesture import Json, Names, edition_of, modal_at_hand, show_if_open
from bot.logs import reference
from bot.showing import showing
from bot.visiting import Part
from bot.wording import feedback as wording
from knowledge.records import FeedbackRecord, RecordGesture, RecordStatus, RecordType
from knowledge.store import RecordFilters
from knowledge.visits import Person, VisitGesture, allowed

log = logging.getLogger(__name__)

_TURNED = re.compile(rf"{Action.TURN_MY_FEEDBACK}:\d+")


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    """Shows people what they logged, and does with it what they want."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("users:read",)

    def register(self, app: App) -> None:
        app.action(Action.MY_FEEDBACK)(self.show)
        app.action(_TURNED)(self.turn)
        app.action(Action.CHANGE_FEEDBACK)(self.change)
        app.action(Action.WITHDRAW_FEEDBACK)(self.withdraw)

    def show(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self.open(body, context, body["user"]["id"])

    def open(self, body: Json, context: BoltContext, user: str) -> None:
        """Show the list to whoever did something that has a trigger."""
        view = modal_at_hand(
            self.desk.client, body, context, notice(wording.MINE_OPENING, wording.MINE_TITLE)
        )
        self._list(view, self.desk.acquaintances.of(user))
        log.info("own feedback shown", extra={"gesture": "own feedback"})

    def turn(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._list(body["view"]["id"], self._person(body), int(action["value"]))

    def change(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, forms.opening())
        filling = Feedback(self.desk.store).change(
            self._person(body), action["value"], self.desk.now(), edition=edition_of(action)
        )
        show_if_open(self.desk.client, view, forms.form(filling))

    def withdraw(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, forms.opening())
        person, record = self._person(body), action["value"]
        self._withdraw(person, record)
        log.info("feedback withdrawn", extra={"gesture": "own feedback", "reference": reference(record)})
        self._list(view, person, int(body["view"]["private_metadata"] or 0), wording.WITHDRAWN)

    def _withdraw(self, person: Person, record: str) -> None:
        store, told = self.desk.store, self.desk.store.records.get(record)
        part = self.desk.visiting.part(told.visit, person, VisitGesture.SEE)
        own = self.desk.record_changes.get(part, FeedbackRecord, record)
        self.desk.record_changes.move(part, own, RecordGesture.WITHDRAW, own.version, at=self.desk.now())
        store.quotations.forget(record)
        store.drafts.drop(person.id, Form.FEEDBACK, record)
        self.desk.visit_changed(own.visit)

    def _list(self, view: str, person: Person, page: int = 0, said: str | None = None) -> None:
        told = [one for part in self.desk.visiting.parts(person) for one in self._told(part)]
        told.sort(key=lambda one: (one.record.created_at, one.record.id), reverse=True)
        show_if_open(self.desk.client, view, blocks.listed(told, page, said))

    def _told(self, part: Part) -> list[Told]:
        """What the person logged on this visit and has not withdrawn."""
        visible = showing(self.desk.store, part.visit)
        filters = RecordFilters(visit=part.visit.id, type=RecordType.FEEDBACK)
        return [
            Told(
                record=visible.record(record).record,
                visit=visible.text(part.visit).title,
                session=session.title if (session := visible.session(record)) else None,
                changeable=_changeable(part, record),
            )
            for record in self.desk.store.records.find(filters)
            if isinstance(record, FeedbackRecord) and record.respondent == part.participant.pseudonym
        ]

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])


def _changeable(part: Part, record: FeedbackRecord) -> bool:
    unsettled = record.status in {RecordStatus.SUBMITTED, RecordStatus.NEEDS_INFORMATION}
    return unsettled and allowed(VisitGesture.LOG, part.participant.role, part.visit.state)
