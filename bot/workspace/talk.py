"""What a person says and does among people: messages, reactions, files, channels.

Nothing here waits for the app; it hears of these things as events. Text is what the person typed:
``@handle`` and ``#channel`` become mentions, and ``<``, ``>`` and ``&`` stay what they are.
"""

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.workspace.composing import Names, compose
from bot.workspace.conversations import can_see, is_member
from bot.workspace.identities import with_ids
from bot.workspace.ids import Ids
from bot.workspace.installation import Installation
from bot.workspace.state import State
from bot.workspace.values import Channel, ChannelKind, File, Message, Person


class GestureError(Exception):
    """A person could not do this in Slack either; the message says why."""


@dataclass(frozen=True, slots=True)
class Talk:
    """``user`` is always the id of the person who does it; GestureError when they could not."""

    state: State
    app: Installation
    ids: Ids
    now: Callable[[], datetime]

    def post_message(
        self,
        user: str,
        channel: str,
        typed: str,
        thread_ts: str | None = None,
        *,
        files: Sequence[str] = (),
        broadcast: bool = False,
    ) -> Message:
        """Send what was typed, with files kept before, to a channel or a thread in it."""
        where = self._own_channel(user, channel)
        self._refuse_a_closed_app(where)
        if not typed.strip() and not files:
            raise GestureError("there is nothing to send")
        text, blocks = compose(typed, self.names())
        draft = Message(
            channel=where.id,
            ts="",
            user=user,
            text=text,
            blocks=with_ids(blocks, self.ids),
            thread_ts=self._first_of_thread(where.id, thread_ts),
            broadcast=broadcast,
            client_msg_id=self.ids.uuid(),
            files=tuple(files),
            subtype="file_share" if files else "thread_broadcast" if broadcast else None,
        )
        message = self.state.conversations.post(draft)
        for file_id in files:
            self.share(file_id, where.id)
        return message

    def edit_message(self, user: str, channel: str, ts: str, typed: str) -> Message:
        message = self._own_message(user, channel, ts)
        text, blocks = compose(typed, self.names())
        edited = replace(message, text=text, blocks=with_ids(blocks, self.ids), edited=self.state.next_ts())
        self.state.conversations.put(edited)
        return edited

    def delete_message(self, user: str, channel: str, ts: str) -> None:
        self._own_message(user, channel, ts)
        self.state.conversations.delete(channel, ts)

    def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Close an ephemeral message."""
        message = self.state.conversations.message(channel, ts)
        if message is None or message.visible_to != user:
            raise GestureError("there is no such message")
        self.state.conversations.delete(channel, ts)

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add a reaction, or take it back when it is there."""
        self._own_channel(user, channel)
        message = self.state.conversations.message(channel, ts)
        if message is None or message.is_ephemeral:
            raise GestureError("there is no such message")
        if not self.state.conversations.react(message, name, user):
            self.state.conversations.unreact(message, name, user)

    def keep_file(self, user: str, name: str, content: bytes, mimetype: str | None = None) -> File:
        """Upload a file without showing it to anybody: for post_message, or for a file input."""
        guessed = mimetype or mimetypes.guess_type(name)[0] or "application/octet-stream"
        created = int(self.now().timestamp())
        file = File(self.ids.new("F"), name, name, user, content, guessed, created)
        self.state.files.keep(file)
        return file

    def share(self, file_id: str, channel: str) -> None:
        """Show a file that was kept in a channel too."""
        file = self.state.files.get(file_id)
        if file is None:
            raise GestureError("there is no such file")
        channels = tuple(dict.fromkeys((*file.channels, channel)))
        self.state.files.keep(replace(file, channels=channels), channel)

    def open_dm(self, user: str, other: str | None = None) -> Channel:
        """The direct message with another person, or with the app."""
        partner = other or self.app.bot_user
        found = self.state.conversations.im(user, partner)
        if found:
            return found
        created = int(self.now().timestamp())
        opened = Channel(
            self.ids.new("D"), "", ChannelKind.IM, self.app.team_id, (user, partner), created, creator=user
        )
        self.state.conversations.open(opened)
        return opened

    def join(self, user: str, channel: str) -> None:
        where = self.state.conversations.channel(channel)
        person = self.person(user)
        if where is None or where.kind is not ChannelKind.PUBLIC or not can_see(where, user):
            raise GestureError("there is no such channel to join")
        self.state.conversations.join(channel, person)

    def leave(self, user: str, channel: str) -> None:
        where = self._own_channel(user, channel)
        if where.is_im:
            raise GestureError("nobody leaves a direct message")
        self.state.conversations.leave(channel, self.person(user))

    def invite(self, user: str, channel: str, invited: str) -> None:
        """Bring another person, or the app's bot user, into a channel one is in."""
        where = self._own_channel(user, channel)
        if where.is_im:
            raise GestureError("a direct message stays between two")
        self.state.conversations.join(channel, self.person(invited), inviter=user)

    def person(self, user: str) -> Person:
        person = self.state.conversations.person(user)
        if person is None:
            raise GestureError(f"there is nobody with the id {user}")
        return person

    def names(self) -> Names:
        """What ``@`` and ``#`` mean in a composer; the bot goes by the name its manifest gives it."""
        conversations = self.state.conversations
        return Names(
            {person.name.lower(): person.id for person in conversations.people()},
            {channel.name.lower(): channel.id for channel in conversations.channels() if channel.name},
        )

    def _own_channel(self, user: str, channel: str) -> Channel:
        self.person(user)
        where = self.state.conversations.channel(channel)
        if where is None or not is_member(where, user):
            raise GestureError("you are not in this channel")
        if where.is_archived:
            raise GestureError("this channel is archived")
        return where

    def _refuse_a_closed_app(self, channel: Channel) -> None:
        tab = self.app.manifest.features.app_home
        writable = tab.messages_tab_enabled and not tab.messages_tab_read_only_enabled
        if channel.is_im and self.app.bot_user in channel.members and not writable:
            raise GestureError("sending messages to this app has been turned off")

    def _own_message(self, user: str, channel: str, ts: str) -> Message:
        self._own_channel(user, channel)
        message = self.state.conversations.message(channel, ts)
        if message is None or message.user != user:
            raise GestureError("this is not a message of yours")
        return message

    def _first_of_thread(self, channel: str, thread_ts: str | None) -> str | None:
        if thread_ts is None:
            return None
        first = self.state.conversations.message(channel, thread_ts)
        if first is None or first.is_reply or first.is_ephemeral:
            raise GestureError("there is no such thread")
        return thread_ts
