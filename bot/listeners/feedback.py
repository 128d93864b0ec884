"""Log feedback: the form opens at once, keeps what is typed, and is sent only when it is stored."""

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext

from bot import wording as common
from bot.blocks import feedback as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import Action, Form, Shortcut, pointed_log
from bot.blocks.texts import words_of
from bot.blocks.visits import visit_help
from bot.desk import Desk
from bot.feedback import Feedback
from bot.feedback_forms import Errand, Filling
from bot.forms import RejectedFormError, typed_into
from bot.hearing import is_greeting
from bot.listeners.gesture import (
    OPENED_VIEW,
    Json,
    Names,
    edition_of,
    modal_at_hand,
    open_modal,
    show_if_open,
)
from bot.listeners.own_feedback import OwnFeedback
from bot.logs import reference
from bot.open_visits import NowhereToLogError
from bot.planning import Planning
from bot.quoting import NotQuotableError
from knowledge.errors import KnowledgeError, VisitError
from knowledge.visits import Person, VisitGesture

log = logging.getLogger(__name__)

_TYPED = re.compile(rf"{Form.FEEDBACK}\.\w+(@\d+)?")
_MINE = "mine"
_FIELD = "observation"
"""Where a sentence stands that is about the form as a whole."""


@dataclass(frozen=True, slots=True)
class LoggingFeedback:
    """Opens the form, wherever it is asked for, and keeps what is sent with it."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ("/visit-feedback",)
    scopes: ClassVar[Names] = ("commands", "users:read")

    def register(self, app: App) -> None:
        app.command("/visit-feedback")(self.command)
        app.global_shortcut(Shortcut.LOG_FEEDBACK)(self.shortcut)
        app.message_shortcut(Shortcut.LOG_MESSAGE)(self.log_message)
        app.action(Action.LOG_FEEDBACK)(self.press)
        app.action(Action.OPEN_AND_LOG)(self.open_visit)
        app.action(Action.CHOOSE_VISIT)(self.choose_visit)
        app.action(Action.ADD_DETAIL)(self.add_detail)
        app.action(Action.START_AFRESH)(self.start_afresh)
        app.action(_TYPED)(self.save)
        app.view_closed(Form.FEEDBACK)(self.close)
        app.view(Form.FEEDBACK)(self.keep)

    # Opening

    def command(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        user, typed = body["user_id"], words_of(body.get("text") or "")
        if typed.casefold() == _MINE:
            OwnFeedback(self.desk).open(body, context, user)
        elif typed and is_greeting(typed):
            open_modal(self.desk.client, body, context, visit_help())
        else:
            view = modal_at_hand(self.desk.client, body, context, blocks.opening())
            self._fill(view, self.desk.acquaintances.of(user), said=typed)

    def shortcut(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        self._open(body, context, body["user"]["id"])

    def log_message(self, ack: Ack, body: Json, context: BoltContext) -> None:
        ack()
        view = modal_at_hand(self.desk.client, body, context, blocks.opening())
        person = self._person(body)
        try:
            quotation = self.desk.quoting.looked_at(person, body["channel"]["id"], body["message"])
        except NotQuotableError as error:
            self._show(view, blocks.nowhere(str(error), None))
            return
        self._fill(view, person, quotation=quotation.id)

    def press(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        self._open(body, context, body["user"]["id"], action.get("value", ""), edition_of(action))

    def open_visit(self, ack: Ack, action: Json, body: Json, context: BoltContext) -> None:
        ack()
        context[OPENED_VIEW] = body["view"]["id"]
        planning = Planning(self.desk.store, self.desk.now)
        visit = planning.advance(action["value"], self._person(body), VisitGesture.OPEN)
        self._open(body, context, body["user"]["id"], visit.id, edition_of(action))
        self.desk.visit_advanced(visit)

    def _open(
        self, body: Json, context: BoltContext, user: str, pointer: str = "-", edition: str = ""
    ) -> None:
        view = modal_at_hand(self.desk.client, body, context, blocks.opening())
        visit, session, enquiry = pointed_log(pointer)
        person = self.desk.acquaintances.of(user)
        self._fill(view, person, visit=visit, session=session, enquiry=enquiry, edition=edition)

    def _fill(self, view: str, person: Person, **wanted: Any) -> None:
        """Show the form that is wanted, or why there is none."""
        try:
            filling = Feedback(self.desk.store).new(person, self.desk.now(), **wanted)
        except NowhereToLogError as nowhere:
            self._show(view, blocks.nowhere(str(nowhere), nowhere.to_open, may_plan=nowhere.may_plan))
            log.info("nowhere to log", extra={"gesture": "feedback"})
            return
        self._show(view, blocks.form(filling))
        log.info("form opened", extra={"gesture": "feedback"})

    def _show(self, view: str, content: Block) -> None:
        show_if_open(self.desk.client, view, content)

    # While it is filled in

    def choose_visit(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        chosen = action["selected_option"]["value"]
        errand = Errand(visit=chosen, edition=edition_of(action), detailed=_errand(body).detailed)
        answers = {name: answer for name, answer in _answers(body).items() if name != "session"}
        self._show_again(body, errand, answers)

    def add_detail(self, ack: Ack, body: Json) -> None:
        ack()
        self._show_again(body, _errand(body).model_copy(update={"detailed": True}), _answers(body))

    def _show_again(self, body: Json, errand: Errand, answers: dict[str, str]) -> None:
        filling = Feedback(self.desk.store).again(self._person(body), errand, answers, self.desk.now())
        self._show(body["view"]["id"], blocks.form(filling))

    def start_afresh(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        filling = Feedback(self.desk.store).afresh(
            self._person(body), _errand(body), self.desk.now(), edition=edition_of(action)
        )
        self._show(body["view"]["id"], blocks.form(filling))

    def save(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        typed_at = datetime.fromtimestamp(float(action["action_ts"]), UTC)
        person, view = self._person(body), body["view"]["id"]
        Feedback(self.desk.store).save(person, _errand(body), view, _answers(body), typed_at)

    def close(self, ack: Ack) -> None:
        ack()
        # No more is to be done: all that was typed is kept already.
        log.info("form closed", extra={"gesture": "feedback"})

    # Sending

    def keep(self, ack: Ack, body: Json) -> None:
        ack(**self._reply(body))
        self.desk.quoting.ask_authors()

    def _reply(self, body: Json) -> dict[str, Any]:
        """Stored first: Slack never sends a form again, so what is acknowledged must be kept."""
        try:
            filling = self._keep(body)
        except RejectedFormError as rejected:
            return _errors(rejected.errors)
        except KnowledgeError as error:
            return _errors({_FIELD: self._sorry(error, body)})
        return {"response_action": "update", "view": blocks.thanks(filling)}

    def _keep(self, body: Json) -> Filling:
        view = body["view"]["id"]
        filling = Feedback(self.desk.store).keep(
            self._person(body), _errand(body), view, _answers(body), self.desk.now()
        )
        self.desk.visit_changed(filling.visit.id)
        log.info("feedback kept", extra={"gesture": "feedback", "reference": reference(view)})
        return filling

    def _sorry(self, error: KnowledgeError, body: Json) -> str:
        said = common.refusal(error) if isinstance(error, VisitError) else None
        if said:
            log.info("refused", extra={"gesture": "feedback", "why": type(error).__name__})
            return said
        mark = reference(body["view"]["id"])
        log.error("failed", exc_info=error, extra={"gesture": "feedback", "reference": mark})
        return common.apology(error, mark)

    def _person(self, body: Json) -> Person:
        return self.desk.acquaintances.of(body["user"]["id"])


def _errand(body: Json) -> Errand:
    return Errand.model_validate_json(body["view"]["private_metadata"])


def _answers(body: Json) -> dict[str, str]:
    return typed_into(body["view"]["state"]["values"])


def _errors(errors: dict[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": errors}
