"""The Slack channel of a visit: chosen or made, joined by the visit's people, told what becomes of it.

A visit does not hang on its channel. What Slack refuses later is logged and left; only when a
channel is chosen or made does somebody hear why it cannot be.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.texts import escape
from bot.clients import may_pass, refusal
from bot.wording import visits as wording
from knowledge.visits import Visit

log = logging.getLogger(__name__)

_LONGEST_NAME = 80
_UNFIT = re.compile(r"[^\w-]+|_")
_MAKING = {
    "name_taken": wording.NAME_TAKEN,
    "missing_scope": wording.MAY_NOT_MAKE,
    "restricted_action": wording.MAY_NOT_MAKE,
    "not_allowed_token_type": wording.MAY_NOT_MAKE,
    "user_is_restricted": wording.MAY_NOT_MAKE,
}
"""What Slack says of a channel it does not make, and what to tell; of the rest, the name is at fault."""


class UnfitChannelError(Exception):
    """A channel cannot be the visit's; the message is for whoever chose or named it."""


@dataclass(frozen=True, slots=True)
class VisitChannels:
    """Channels, as far as Peerbot may use them."""

    client: WebClient

    def chosen(self, channel: str) -> str:
        """The channel, if Peerbot is in it; else UnfitChannelError."""
        try:
            found = self.client.conversations_info(channel=channel)["channel"]
        except SlackApiError as error:
            if may_pass(error):
                raise
            raise UnfitChannelError(wording.NOT_IN_CHANNEL) from error
        if not found.get("is_member"):
            raise UnfitChannelError(wording.NOT_IN_CHANNEL)
        return channel

    def made(self, name: str) -> str:
        """A new private channel called as nearly so as Slack lets it; else UnfitChannelError."""
        fit = _UNFIT.sub("-", name.strip().removeprefix("#").lower()).strip("-")[:_LONGEST_NAME]
        try:
            return str(self.client.conversations_create(name=fit, is_private=True)["channel"]["id"])
        except SlackApiError as error:
            if may_pass(error):
                raise
            raise UnfitChannelError(_MAKING.get(refusal(error), wording.NAME_UNFIT)) from error

    def bring_in(self, channel: str, users: Sequence[str]) -> None:
        """Invite people; whoever is there already, or may not be, is left where they are."""
        for user in users:
            try:
                self.client.conversations_invite(channel=channel, users=[user])
            except SlackApiError as error:
                log.info("not invited", extra={"gesture": "visit channel", "why": refusal(error)})

    def tell(self, visit: Visit, said: str) -> None:
        """Say something in the visit's channel, if it has one."""
        if visit.channel is None:
            return
        try:
            self.client.chat_postMessage(
                channel=visit.channel, text=escape(said), unfurl_links=False, unfurl_media=False
            )
        except SlackApiError as error:
            log.warning("channel not told", extra={"gesture": "visit channel", "why": refusal(error)})
