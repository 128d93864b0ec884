"""Telling somebody on a visit something, where only they read it.

Records know people by pseudonym; here one is led back to a Slack user, and nobody is told which.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.elements import Block
from bot.blocks.texts import escape
from bot.clients import may_pass, refusal
from bot.logs import reference
from knowledge.store import Store

log = logging.getLogger(__name__)


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
        self, keys: Sequence[str], channel: str | None, text: str, blocks: Sequence[Block], at: datetime
    ) -> bool:
        """Tell in a channel, or a user, what these chores are about, unless it was told; whether it was now.

        What Slack refuses for now is given up, to be told at the next round. Where nobody knows what
        Slack did, it stays told: no news is better than the same news twice.
        """
        mine = [key for key in keys if self.store.chores.claim(key, at)] if channel else []
        if channel is None or not mine:
            return False
        try:
            told = self.post(channel, text, blocks)
        except SlackApiError:
            for key in mine:
                self.store.chores.give_up(key)
            log.warning("not told", extra={"gesture": "message"})
            return False
        if told:
            log.info("told", extra={"gesture": "message", "reference": reference(mine[0])})
        return True

    def post(self, channel: str, text: str, blocks: Sequence[Block]) -> bool:
        """Post to a channel or a user; False when Slack does not let us. ``text`` is shown as it is."""
        try:
            self.client.chat_postMessage(
                channel=channel,
                text=escape(text),
                blocks=list(blocks),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("out of reach", extra={"gesture": "message", "why": refusal(error)})
            return False
        return True
