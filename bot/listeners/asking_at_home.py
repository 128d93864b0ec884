"""Ask, on App Home: a question is typed into a form, and answered in the direct message with us.

Nobody can post there in a person's name, so we repeat the question, and the answer is in the thread
of that; going on asking there needs no form.
"""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, BoltContext

from bot.blocks import escape
from bot.blocks.gestures import Action, Form
from bot.blocks.questions import asked, question_blocks, question_form, typed_question
from bot.desk import Desk
from bot.listeners.gesture import Json, Names
from bot.logs import reference
from bot.replies import NOTE, metadata
from bot.wording import forms as wording
from bot.wording import homes as said
from knowledge.store import Question, Surface

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskingAtHome:
    """Takes a question from a form, once."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "im:write")

    def register(self, app: App) -> None:
        app.action(Action.ASK)(self.open)
        app.view(Form.QUESTION)(self.ask)

    def open(self, ack: Ack, body: Json) -> None:
        ack()
        self.desk.client.views_open(trigger_id=body["trigger_id"], view=question_form())

    def ask(self, ack: Ack, body: Json, view: Json, context: BoltContext) -> None:
        text = typed_question(view["state"]["values"])
        if not text:
            [field] = view["state"]["values"]
            ack(response_action="errors", errors={field: wording.MISSING})
            return
        ack(response_action="update", view=asked())
        self._answer(text, body["user"], view["id"], context.team_id or "")

    def _answer(self, text: str, person: Json, view: str, team: str) -> None:
        channel = str(self.desk.client.conversations_open(users=[person["id"]])["channel"]["id"])
        posted = self.desk.client.chat_postMessage(
            channel=channel,
            text=f"{said.YOU_ASKED} {escape(text)}",
            blocks=question_blocks(text),
            metadata=metadata(NOTE, view),
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = str(posted["ts"])
        question = Question(
            id=f"{team}:{channel}:{ts}",
            text=text,
            asker=person["id"],
            asked_at=self.desk.now(),
            surface=Surface.DIRECT,
            team=team,
            channel=channel,
            message_ts=ts,
            thread_ts=ts,
        )
        self.desk.answering.ask(question, self.desk.delivery(question, person.get("team_id") or team))
        log.info("asked at home", extra={"gesture": "home", "reference": reference(question.id)})
