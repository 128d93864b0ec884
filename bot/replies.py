"""How a reply reaches whoever asked, once, whatever dies or is lost on the way.

In a thread a reply is streamed, and the message it goes into is kept in the store as soon as there
is one. When a call fails, or the process died over it, nobody knows whether Slack had carried it
out: so the reply is looked for before it is posted again, and what was begun is finished in place.
Everything of ours in a thread carries metadata that says what it is, except a reply that is still
being streamed, which Slack does not let us mark: that is how it is known.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import wording
from bot.blocks.answers import Reply
from bot.clients import TROUBLE, may_pass, refusal
from bot.logs import reference
from knowledge.store import Question, Store

log = logging.getLogger(__name__)

REPLY, NOTE = "peerbot_reply", "peerbot_note"
"""The kinds of messages of ours in a thread: the one reply to a question, and anything else."""

_MOST_MESSAGES = 200  # read in a thread to find a reply, which comes soon after its question
_QUESTIONS = 50  # of a thread whose replies are known
_NOT_STREAMING = "message_not_in_streaming_state"
_GONE = frozenset({"message_not_found", "cant_update_message"})


class UndeliveredError(Exception):
    """Slack did not take a reply at a response_url; the message is what it said."""


class Delivery(Protocol):
    """The way to whoever asked one question."""

    def show_progress(self) -> None:
        """Let the person see that the question is worked on."""
        ...

    def put(self, reply: Reply) -> str | None:
        """Give the reply; the timestamp of the message that holds it, None when there is none."""
        ...

    def settle(self, reply: Reply) -> str | None:
        """Give the reply in place of whatever was begun before."""
        ...


def metadata(kind: str, question_id: str) -> dict[str, Any]:
    """What a message of ours carries so that it is known again."""
    return {"event_type": kind, "event_payload": {"question": question_id}}


@dataclass(frozen=True, slots=True)
class InThread:
    """The reply to a question that was asked in a message: always in that message's thread."""

    client: WebClient
    store: Store
    question: Question
    bot_user: str
    asker_team: str | None
    """None after a restart, when nobody is waiting for a stream any more."""

    def show_progress(self) -> None:
        try:
            self.client.assistant_threads_setStatus(
                channel_id=self.question.channel,
                thread_ts=self._thread,
                status=wording.STATUS,
                loading_messages=list(wording.WAITING),
            )
        except TROUBLE as error:  # The answer matters more than the wait for it.
            log.warning("no status shown", extra=self._traces(error))

    def announce(self, said: str) -> None:
        """Say in the thread what was asked, where whoever asked it left no message."""
        try:
            self.client.chat_postMessage(
                channel=self.question.channel,
                thread_ts=self._thread,
                text=said,
                metadata=metadata(NOTE, self.question.id),
                unfurl_links=False,
                unfurl_media=False,
            )
        except TROUBLE as error:  # The answer shows by itself what it is about.
            log.warning("nobody told what was asked", extra=self._traces(error))

    def put(self, reply: Reply) -> str:
        if self.asker_team is None:
            return self.settle(reply)
        try:
            return self._stream(reply, self.asker_team)
        except TROUBLE as error:
            log.warning("stream broken off", extra=self._traces(error))
            return self.settle(reply)

    def settle(self, reply: Reply) -> str:
        try:
            return self._finish_or_post(reply)
        except TROUBLE as error:
            if not may_pass(error):
                raise
            return self._finish_or_post(reply)  # The first try may have got through.

    def _finish_or_post(self, reply: Reply) -> str:
        begun = self.store.questions.get(self.question.id).reply_ts or self._find()
        if begun and self._finish(begun, reply):
            return begun
        return self.post(reply)

    def post(self, reply: Reply) -> str:
        """Post the reply as a message of its own, without looking for an earlier one."""
        posted = self.client.chat_postMessage(
            channel=self.question.channel,
            thread_ts=self._thread,
            text=reply.text,
            blocks=reply.blocks,
            metadata=self._metadata,
            unfurl_links=False,
            unfurl_media=False,
        )
        return self._keep(str(posted["ts"]))

    def _stream(self, reply: Reply, asker_team: str) -> str:
        stream = self.client.chat_stream(
            channel=self.question.channel,
            thread_ts=self._thread,
            recipient_team_id=asker_team,
            recipient_user_id=self.question.asker,
            buffer_size=1,  # A piece is a quote and its citation: worth a call each.
        )
        opening, *quotes = reply.pieces
        stream.append(markdown_text=opening)
        ts = self._keep(str(stream.ts))
        for piece in quotes:
            stream.append(markdown_text=piece)
        stream.stop(blocks=list(reply.ending), metadata=self._metadata)
        return ts

    def _finish(self, ts: str, reply: Reply) -> bool:
        """Give the message this content; False when there is no such message any more."""
        try:
            self._end_stream(ts)
            self.client.chat_update(
                channel=self.question.channel,
                ts=ts,
                text=reply.text,
                blocks=reply.blocks,
                metadata=self._metadata,
            )
        except SlackApiError as error:
            if refusal(error) in _GONE:
                return False
            raise
        self._keep(ts)
        return True

    def _end_stream(self, ts: str) -> None:
        """Slack changes no message into which somebody may still stream."""
        try:
            self.client.chat_stopStream(channel=self.question.channel, ts=ts)
        except SlackApiError as error:
            if refusal(error) != _NOT_STREAMING:
                raise

    def _find(self) -> str | None:
        """Our reply to this question, when it is in the thread though the store knows of none."""
        thread = self.client.conversations_replies(
            channel=self.question.channel,
            ts=self._thread,
            oldest=self.question.message_ts,
            limit=_MOST_MESSAGES,
            include_all_metadata=True,
        )
        ours = [message for message in thread["messages"] if message.get("user") == self.bot_user]
        return _marked(ours, self.question.id) or _unmarked(ours, self._known_replies())

    def _known_replies(self) -> set[str]:
        """The replies to other questions of the thread."""
        thread = self.question.thread
        asked = self.store.questions.in_thread(thread, _QUESTIONS) if thread else ()
        return {one.reply_ts for one in asked if one.reply_ts}

    def _keep(self, ts: str) -> str:
        self.store.questions.replying(self.question.id, ts)
        return ts

    def _traces(self, error: BaseException) -> dict[str, str]:
        why = refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
        return {"why": why, "reference": reference(self.question.id)}

    @property
    def _thread(self) -> str:
        return self.question.thread_ts or ""

    @property
    def _metadata(self) -> dict[str, Any]:
        return metadata(REPLY, self.question.id)


Message = Mapping[str, Any]


def _marked(ours: Iterable[Message], question_id: str) -> str | None:
    """The message that says it is the reply to this question."""
    wanted = metadata(REPLY, question_id)
    return next((message["ts"] for message in ours if message.get("metadata") == wanted), None)


def _unmarked(ours: Iterable[Message], known: set[str]) -> str | None:
    """The first message that was left half streamed, and is no known reply."""
    found = (message["ts"] for message in ours if not message.get("metadata"))
    return next((ts for ts in found if ts not in known), None)


@dataclass(frozen=True, slots=True)
class AtResponseUrl:
    """The reply to a slash command: seen by its asker alone, in channels we are not in too."""

    respond: Respond

    def show_progress(self) -> None:
        """Slack shows that the command was sent, and there is no thread for a status."""

    def put(self, reply: Reply) -> None:
        answered = self.respond(
            text=reply.text,
            blocks=reply.blocks,
            response_type="ephemeral",
            unfurl_links=False,
            unfurl_media=False,
        )
        if answered.status_code != 200:  # noqa: PLR2004  # HTTP's OK
            raise UndeliveredError(f"HTTP {answered.status_code}")

    def settle(self, reply: Reply) -> None:
        self.put(reply)
