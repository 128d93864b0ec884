"""Ask a person: the facilitators are told of a question, and its asker when they have dealt with it."""

import logging
from dataclasses import dataclass, replace
from typing import ClassVar

from slack_bolt import Ack, App, Respond
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.blocks.gestures import Action
from bot.blocks.people import Wanted, wanted_blocks, wanted_text
from bot.blocks.texts import mention
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.listeners.gesture import Json, Names, whisper
from bot.logs import reference
from bot.replies import NOTE, metadata
from knowledge.store import AskedQuestion, HelpRequest, Question

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskingPeople:
    """Puts a question to the facilitators, once."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write",)

    def register(self, app: App) -> None:
        app.action(Action.ASK_PERSON)(self.ask)
        app.action(Action.MARK_RESOLVED)(self.resolve)

    # Asking

    def ask(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        asked = self.desk.store.questions.get(action["value"])
        said = self._ask(asked, body["user"]["id"])
        whisper(respond, body, said)
        log.info("person asked", extra={"gesture": "person", "reference": reference(asked.question.id)})

    def _ask(self, asked: AskedQuestion, asker: str) -> str:
        """Tell the facilitators; what whoever pressed the button is told."""
        channel = self.desk.facilitators_channel
        if channel is None:
            return wording.NOBODY_TO_ASK
        request = HelpRequest(asked.question.id, channel, asked_by=asker, asked_at=self.desk.now())
        if not self.desk.store.help_requests.open(request):
            before = self.desk.store.help_requests.get(request.question_id) or request
            if before.resolved_by:
                return wording.resolved_already(mention(before.resolved_by))
            if before.message_ts:
                return wording.PERSON_ASKED_BEFORE
        return self._post(asked, request)

    def _post(self, asked: AskedQuestion, request: HelpRequest) -> str:
        wanted = self._wanted(asked, request)
        try:
            posted = self.desk.client.chat_postMessage(
                channel=request.channel,
                text=wanted_text(wanted),
                blocks=wanted_blocks(wanted),
                metadata=metadata(NOTE, request.question_id),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("facilitators out of reach", extra={"gesture": "person", "why": refusal(error)})
            return wording.FACILITATORS_OUT_OF_REACH
        self.desk.store.help_requests.posted(request.question_id, str(posted["ts"]))
        return wording.PERSON_ASKED

    # Resolving

    def resolve(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        asked = self.desk.store.questions.get(action["value"])
        resolver = body["user"]["id"]
        first = self.desk.store.help_requests.resolve(asked.question.id, by=resolver, now=self.desk.now())
        request = self.desk.store.help_requests.get(asked.question.id)
        if request is None or not first:
            by = (request and request.resolved_by) or resolver
            whisper(respond, body, wording.resolved_already(mention(by)))
            return
        wanted = replace(self._wanted(asked, request), resolved_by=resolver)
        self.desk.client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text=wanted_text(wanted),
            blocks=wanted_blocks(wanted),
        )
        self._tell(asked.question, wanted)
        log.info("resolved", extra={"gesture": "person", "reference": reference(asked.question.id)})

    def _tell(self, question: Question, wanted: Wanted) -> None:
        """Whoever wanted a person is told in the question's thread, else in a direct message."""
        said = wording.your_question_is_resolved(mention(wanted.asked_by), mention(wanted.resolved_by or ""))
        link = f" <{wanted.permalink}|{wording.OPEN_THE_QUESTION}>" if wanted.permalink else ""
        self.desk.client.chat_postMessage(
            channel=question.channel if question.thread_ts else wanted.asked_by,
            thread_ts=question.thread_ts,
            text=said + link,
            metadata=metadata(NOTE, question.id),
            unfurl_links=False,
            unfurl_media=False,
        )

    def _wanted(self, asked: AskedQuestion, request: HelpRequest) -> Wanted:
        quotes = (asked.answer.quotes or asked.answer.related) if asked.answer else ()
        return Wanted(
            question_id=asked.question.id,
            question=asked.question.text,
            asked_by=request.asked_by,
            permalink=self._permalink(asked.question),
            nearest=list(dict.fromkeys(quote.title for quote in quotes)),
        )

    def _permalink(self, question: Question) -> str | None:
        if question.message_ts is None:
            return None
        found = self.desk.client.chat_getPermalink(channel=question.channel, message_ts=question.message_ts)
        return str(found["permalink"])
