"""Thumbs up and down: kept with the question, and for a thumb down the reason."""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext, Respond

from bot import wording
from bot.blocks.gestures import Action, Form, cast_ballot
from bot.blocks.votes import reason_form, reason_given
from bot.desk import Desk
from bot.listeners.gesture import OPENED_VIEW, Json, Names, whisper
from bot.logs import reference
from knowledge.store import Vote

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voting:
    """Keeps what people think of answers."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ()

    def register(self, app: App) -> None:
        app.action(Action.VOTE)(self.vote)
        app.view(Form.VOTE_REASON)(self.explain)

    def vote(self, ack: Ack, action: Json, body: Json, context: BoltContext, respond: Respond) -> None:
        ack()
        question_id, value = cast_ballot(action["value"])
        if value < 0:
            opened = self.desk.client.views_open(trigger_id=body["trigger_id"], view=reason_form(question_id))
            context[OPENED_VIEW] = opened["view"]["id"]
        self.desk.store.votes.cast(Vote(question_id, body["user"]["id"], value, self.desk.now()))
        whisper(respond, body, wording.THANKS_FOR_VOTE)
        log.info("voted", extra={"gesture": "vote", "value": value, "reference": reference(question_id)})

    def explain(self, ack: Ack, body: Json, view: Json) -> None:
        ack()
        question_id, reason = view["private_metadata"], reason_given(view["state"]["values"])
        self.desk.store.votes.cast(Vote(question_id, body["user"]["id"], -1, self.desk.now(), reason))
        log.info("explained", extra={"gesture": "vote", "reference": reference(question_id)})
