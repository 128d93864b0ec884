"""Who there is, the channels they talk in, and what was said.

A message that was deleted is gone (over its replies, a tombstone stays). Ephemeral messages stand in
the same order as the others, but only ``timeline`` and ``thread`` show them, and only to the one
person they are for.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.workspace.changes import (
    Changes,
    ChannelOpened,
    MemberJoined,
    MemberLeft,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    ReactionChanged,
)
from bot.workspace.values import Channel, ChannelKind, Message, Person, Reaction, Team


class Conversations:
    """Teams, people, channels and messages."""

    def __init__(self, changes: Changes, next_ts: Callable[[], str]) -> None:
        self._changes = changes
        self._next_ts = next_ts
        self._teams: dict[str, Team] = {}
        self._people: dict[str, Person] = {}
        self._channels: dict[str, Channel] = {}
        self._messages: dict[str, dict[str, Message]] = {}

    # Reading

    def teams(self) -> tuple[Team, ...]:
        return tuple(self._teams.values())

    def team(self, team_id: str) -> Team:
        return self._teams[team_id]

    def people(self) -> tuple[Person, ...]:
        """Everybody, the app's bot user too, in the order they came."""
        return tuple(self._people.values())

    def person(self, user: str) -> Person | None:
        return self._people.get(user)

    def channels(self) -> tuple[Channel, ...]:
        return tuple(self._channels.values())

    def channel(self, channel: str) -> Channel | None:
        return self._channels.get(channel)

    def channel_named(self, name: str) -> Channel | None:
        """The channel called ``name``, with or without its ``#``."""
        return next((one for one in self.channels() if one.name and one.name == name.removeprefix("#")), None)

    def channels_of(self, user: str) -> tuple[Channel, ...]:
        """The channels and direct messages ``user`` is a member of: their sidebar."""
        return tuple(one for one in self.channels() if user in one.members)

    def im(self, user: str, other: str) -> Channel | None:
        """The direct message of these two, when there is one."""
        pair = {user, other}
        return next((one for one in self.channels() if one.is_im and set(one.members) == pair), None)

    def message(self, channel: str, ts: str) -> Message | None:
        """Any message, an ephemeral one too."""
        return self._messages.get(channel, {}).get(ts)

    def messages(self, channel: str) -> tuple[Message, ...]:
        """Everything everybody in the channel sees, oldest first, replies included."""
        with self._changes.lock:
            return tuple(m for m in self._messages.get(channel, {}).values() if not m.is_ephemeral)

    def timeline(self, channel: str, viewer: str) -> tuple[Message, ...]:
        """What ``viewer`` sees in the channel, oldest first; of threads, their first messages."""
        return tuple(
            message for message in self._seen_by(channel, viewer) if not message.is_reply or message.broadcast
        )

    def thread(self, channel: str, thread_ts: str, viewer: str) -> tuple[Message, ...]:
        """A thread as ``viewer`` sees it, its first message first."""
        return tuple(
            message
            for message in self._seen_by(channel, viewer)
            if thread_ts in (message.ts, message.thread_ts)
        )

    def replies(self, channel: str, thread_ts: str) -> tuple[Message, ...]:
        """The replies in a thread that everybody sees."""
        return tuple(m for m in self.messages(channel) if m.is_reply and m.thread_ts == thread_ts)

    def _seen_by(self, channel: str, viewer: str) -> Iterable[Message]:
        with self._changes.lock:
            everything = tuple(self._messages.get(channel, {}).values())
        return (message for message in everything if message.visible_to in (None, viewer))

    # Changing

    def add_team(self, team: Team) -> None:
        self._teams[team.id] = team

    def add_person(self, person: Person) -> None:
        self._people[person.id] = person

    def open(self, channel: Channel) -> None:
        """Add a channel, with the members it has."""
        with self._changes.lock:
            self._channels[channel.id] = channel
            self._messages.setdefault(channel.id, {})
            self._changes.tell(ChannelOpened(channel=channel.id, opened=channel))

    def put_channel(self, channel: Channel) -> None:
        """Another state of a channel: archived, renamed, with another topic."""
        with self._changes.lock:
            self._channels[channel.id] = channel
            self._changes.tell(ChannelOpened(channel=channel.id, opened=channel))

    def join(self, channel: str, person: Person, inviter: str | None = None) -> None:
        with self._changes.lock:
            before = self._channels[channel]
            if person.id not in before.members:
                self._channels[channel] = replace(before, members=(*before.members, person.id))
                self._changes.tell(MemberJoined(channel=channel, person=person, inviter=inviter))

    def leave(self, channel: str, person: Person) -> None:
        with self._changes.lock:
            before = self._channels[channel]
            if person.id in before.members:
                remaining = tuple(member for member in before.members if member != person.id)
                self._channels[channel] = replace(before, members=remaining)
                self._changes.tell(MemberLeft(channel=channel, person=person))

    def post(self, draft: Message) -> Message:
        """Put ``draft`` into its channel at the next free ts; its own ts is ignored."""
        with self._changes.lock:
            message = replace(draft, ts=self._next_ts())
            there = self._messages[message.channel]
            there[message.ts] = message
            if message.is_reply and message.thread_ts and not message.is_ephemeral:
                self._start_thread(there, message.thread_ts)
            self._changes.tell(
                MessagePosted(channel=message.channel, user=message.visible_to, message=message)
            )
            return message

    def _start_thread(self, there: dict[str, Message], thread_ts: str) -> None:
        first = there.get(thread_ts)
        if first:
            self.put(replace(first, thread_ts=thread_ts), silent=True)

    def put(self, message: Message, *, silent: bool = False) -> None:
        """Replace the message with the same channel and ts."""
        with self._changes.lock:
            there = self._messages[message.channel]
            previous = there[message.ts]
            there[message.ts] = message
            self._changes.tell(
                MessageChanged(
                    channel=message.channel,
                    user=message.visible_to,
                    message=message,
                    previous=previous,
                    silent=silent,
                )
            )

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away; of one with replies a tombstone stays, so that the thread does."""
        with self._changes.lock:
            if self.replies(channel, ts):
                self.put(_tombstone(self._messages[channel][ts]))
                return
            message = self._messages[channel].pop(ts)
            self._changes.tell(MessageDeleted(channel=channel, user=message.visible_to, message=message))

    def react(self, message: Message, name: str, by: str) -> bool:
        """Add a reaction; False when ``by`` had reacted so already."""
        return self._react(message, name, by, added=True)

    def unreact(self, message: Message, name: str, by: str) -> bool:
        """Take a reaction back; False when there was none."""
        return self._react(message, name, by, added=False)

    def _react(self, message: Message, name: str, by: str, *, added: bool) -> bool:
        with self._changes.lock:
            current = self._messages[message.channel][message.ts]
            users = {reaction.name: reaction.users for reaction in current.reactions}
            before = users.get(name, ())
            if (by in before) is added:
                return False
            users[name] = (*before, by) if added else tuple(user for user in before if user != by)
            reactions = tuple(Reaction(key, who) for key, who in users.items() if who)
            self.put(replace(current, reactions=reactions), silent=True)
            self._changes.tell(
                ReactionChanged(channel=message.channel, message=current, name=name, by=by, added=added)
            )
            return True


def _tombstone(message: Message) -> Message:
    return Message(
        message.channel,
        message.ts,
        "USLACKBOT",
        "This message was deleted.",
        thread_ts=message.thread_ts,
        subtype="tombstone",
    )


def is_member(channel: Channel, user: str) -> bool:
    return user in channel.members


def can_see(channel: Channel, user: str) -> bool:
    """Public channels are seen by everybody; the others by their members."""
    return channel.kind is ChannelKind.PUBLIC or is_member(channel, user)
