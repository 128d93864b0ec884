"""How messages of the app come into being, whichever way it sent them."""

from dataclasses import dataclass
from typing import Any

from bot.workspace.contents import Content
from bot.workspace.installation import Installation
from bot.workspace.state import State
from bot.workspace.values import Channel, Message


@dataclass(frozen=True, slots=True)
class Posting:
    """Posts in the app's name."""

    app: Installation
    state: State

    def draft(self, channel: Channel, content: Content, thread_ts: str | None = None, **more: Any) -> Message:
        """A message of the app that is not posted yet; ``more`` are further fields of ``Message``."""
        return Message(
            channel=channel.id,
            ts="",
            user=self.app.bot_user,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=content.metadata,
            thread_ts=thread_ts,
            bot_id=self.app.bot_id,
            **more,
        )

    def post(self, draft: Message) -> Message:
        """Post it; the app's status in that thread is over then."""
        message = self.state.conversations.post(draft)
        if message.thread_ts and not message.is_ephemeral:
            self.state.assistance.clear_status(message.channel, message.thread_ts)
        return message
