"""Telling somebody on a visit something, where only they read it.

Records know people by pseudonym; here one is led back to a Slack user, and nobody is told which.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.elements import Block
from bot.blocks.texts import escape
from bot.clients import TROUBLE, may_pass, refusal
from bot.logs import reference
from bot.replies import NOTE
from knowledge.store import Store

log = logging.getLogger(__name__)

_TOLD = "told"
_A_USER = ("U", "W")
_MOST_MESSAGES = 200  # looked through for one that was posted at one of the last rounds


@dataclass(frozen=True, slots=True)
class DirectMessages:
    """Direct messages to people on visits."""

    client: WebClient
    store: Store

    def tell(self, visit: str, pseudonym: str, text: str, blocks: Sequence[Block]) -> bool:
        """Tell whoever goes by the pseudonym; False when there is nobody in Slack to be told."""
        person = self.store.people.known_as(visit, pseudonym)
        if person is None or person.slack_user is None:
            return False
        return self.post(person.slack_user, text, blocks)

    def once(
        self,
        keys: Sequence[str],
        channel: str | None,
        text: str,
        blocks: Sequence[Block],
        at: datetime,
        *,
        thread: str | None = None,
    ) -> bool:
        """Tell in a channel, or a user, what these chores are about, unless it was told.

        True for the one call after which it is dealt with: told, or refused for good.

        Where Slack was out of reach, or the connection broke, or we died, nobody knows whether it was
        told: at a later round it is looked for among the messages before it is told again.
        """
        chores = self.store.chores
        fresh = [key for key in keys if chores.begin(key, at)] if channel else []
        left = [key for key in keys if key not in fresh and chores.take_over(key, at)] if channel else []
        if channel is None or not (fresh or left):
            return False
        try:
            came = self._came(left, channel, thread)
            mine = [key for key in (*fresh, *left) if key not in came]
            told = bool(mine) and self.post(channel, text, blocks, thread=thread, about=mine)
        except TROUBLE as error:
            for key in (*fresh, *left):
                chores.leave(key)
            log.warning("not told", extra={"gesture": "message", "why": type(error).__name__})
            return False
        for key in (*fresh, *left):
            chores.finish(key, at)
        if told:
            log.info("told", extra={"gesture": "message", "reference": reference(mine[0])})
        return True

    def _came(self, keys: Collection[str], channel: str, thread: str | None) -> frozenset[str]:
        """Those of the keys that a message is about which came through after all."""
        if not keys:
            return frozenset()
        try:
            messages = self._messages(channel, thread)
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("nowhere to look", extra={"gesture": "message", "why": refusal(error)})
            return frozenset()
        told = {mark for message in messages for mark in _marks_of(message)}
        return frozenset(key for key in keys if _mark(key) in told)

    def _messages(self, channel: str, thread: str | None) -> list[dict[str, Any]]:
        """The latest messages there; of a thread, the first."""
        asked: dict[str, Any] = {"include_all_metadata": True, "limit": _MOST_MESSAGES}
        if thread:
            return list(self.client.conversations_replies(channel=channel, ts=thread, **asked)["messages"])
        if channel.startswith(_A_USER):
            channel = str(self.client.conversations_open(users=channel)["channel"]["id"])
        return list(self.client.conversations_history(channel=channel, **asked)["messages"])

    def post(
        self,
        channel: str,
        text: str,
        blocks: Sequence[Block],
        *,
        thread: str | None = None,
        about: Sequence[str] = (),
    ) -> bool:
        """Post to a channel or a user; False when Slack does not let us. ``text`` is shown as it is.

        ``about`` are the keys by which the message can be found again.
        """
        marks = {"event_type": NOTE, "event_payload": {_TOLD: [_mark(key) for key in about]}}
        try:
            self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=escape(text),
                blocks=list(blocks),
                metadata=marks if about else None,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("out of reach", extra={"gesture": "message", "why": refusal(error)})
            return False
        return True


def _mark(key: str) -> str:
    """What a message says it is about: keys hold ids that are none of Slack's business."""
    return sha256(key.encode()).hexdigest()[:16]


def _marks_of(message: Mapping[str, Any]) -> Sequence[str]:
    metadata = message.get("metadata") or {}
    ours = metadata.get("event_type") == NOTE
    return (metadata.get("event_payload") or {}).get(_TOLD, ()) if ours else ()
