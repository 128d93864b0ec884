"""Share: the answer that only its asker saw, for everybody in the channel."""

import logging
from dataclasses import dataclass
from typing import Any, ClassVar

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.blocks import answers as blocks
from bot.blocks.answers import Reply
from bot.blocks.gestures import Action
from bot.clients import refusal
from bot.desk import Desk
from bot.listeners.gesture import Json, Names, whisper
from bot.logs import reference
from bot.readers import SCOPES
from bot.replies import NOTE, metadata
from knowledge.errors import UnknownCaseStudyError
from knowledge.model import Answer
from knowledge.scopes import scope_of
from knowledge.store import Thread

log = logging.getLogger(__name__)

_NOT_A_MEMBER = frozenset({"not_in_channel", "channel_not_found"})


@dataclass(frozen=True, slots=True)
class Sharing:
    """Posts the answer to the channel, says who shares it, and takes theirs away."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", *SCOPES)

    def register(self, app: App) -> None:
        app.action(Action.SHARE)(self.share)

    def share(self, ack: Ack, action: Json, body: Json, context: BoltContext, respond: Respond) -> None:
        ack()
        asked = self.desk.store.questions.get(action["value"])
        if asked.answer is None:
            whisper(respond, body, wording.NOT_READY)
            return
        if why_not := self._why_not(asked.answer, context.channel_id or ""):
            whisper(respond, body, why_not)
            return
        whole = blocks.reply(asked.answer, asked.question.id)
        shared = blocks.shared(whole, asked.question.text, body["user"]["id"])
        respond(delete_original=True)  # Before posting: a second press has nothing left to press.
        self._post(shared, asked.question.id, context, respond)
        log.info("shared", extra={"gesture": "share", "reference": reference(asked.question.id)})

    def _why_not(self, answer: Answer, channel: str) -> str | None:
        """Why the answer must not be shared in the channel; None when everybody there may see all of it."""
        readers = self.desk.readers.channel(channel)
        for quote in (*answer.quotes, *answer.related):
            try:
                quoted = self.desk.store.case_studies.get(quote.case_study)
            except UnknownCaseStudyError:
                return wording.NOT_SHARED_GONE
            if scope_of(quoted.metadata, quoted.status) not in readers:
                return wording.NOT_SHARED_FOR_FEWER
            if quote.status.may_be_taken_back and not quote.stands_in(quoted):
                return wording.NOT_SHARED_GONE
        return None

    def _post(self, shared: Reply, question_id: str, context: BoltContext, respond: Respond) -> None:
        """In our own name where we are a member, so that follow-ups reach us; else by the response_url."""
        message: dict[str, Any] = {
            "text": shared.text,
            "blocks": shared.blocks,
            "metadata": metadata(NOTE, question_id),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        try:
            posted = self.desk.client.chat_postMessage(channel=context.channel_id or "", **message)
        except SlackApiError as error:
            if refusal(error) not in _NOT_A_MEMBER:
                raise
            respond(response_type="in_channel", replace_original=False, **message)
            return
        thread = Thread(context.team_id or "", context.channel_id or "", str(posted["ts"]))
        self.desk.store.threads.join(thread, question_id, now=self.desk.now())
