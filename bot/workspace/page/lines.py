"""The messages of a channel or thread as lines of the page, with a divider before each day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.workspace.conversations import can_see
from bot.workspace.page.desk import Desk
from bot.workspace.page.looking import Looking
from bot.workspace.rendering.dates import day_name
from bot.workspace.rendering.messages import (
    Author,
    Line,
    Thread,
    author,
    body,
    local_time,
    message_id,
    reactions,
)
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.values import Channel, Message, Place
from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Day:
    """The messages of one day, and what that day is called now."""

    id: str
    name: str
    lines: tuple[Line, ...]


def names_for(workspace: Workspace, looking: Looking) -> Names:
    """What everything is called where this person looks."""
    conversations = workspace.state.conversations
    seen = [one for one in conversations.channels() if can_see(one, looking.user)]
    people = {person.id: person.real_name or person.name for person in conversations.people()}
    return Names(
        people=people,
        channels={one.id: one.name for one in seen if not one.is_im},
        conversations={one.id: channel_name(one, looking.user, people) for one in seen},
        viewer=looking.user,
        zone=ZoneInfo(looking.person.tz),
        origin=workspace.base_url,
    )


def channel_name(channel: Channel, viewer: str, people: Mapping[str, str]) -> str:
    """``#name``, or whom a direct message is with."""
    if not channel.is_im:
        return f"#{channel.name}"
    others = [member for member in channel.members if member != viewer] or [viewer]
    return ", ".join(people.get(other, other) for other in others)


class Lines:
    """Turns messages into lines for one person; made anew for every rendering."""

    def __init__(self, workspace: Workspace, desk: Desk, looking: Looking, names: Names) -> None:
        self._workspace = workspace
        self._desk = desk
        self._looking = looking
        self._names = names

    def timeline(self) -> tuple[tuple[Day, ...], int]:
        """The last messages of the channel by day, and how many older ones are left out."""
        looking = self._looking
        everything = self._workspace.state.conversations.timeline(looking.channel, looking.user)
        threads = self._threads()
        lines = [self._line(one, "m", threads.get(one.ts)) for one in everything[-looking.last :]]
        return tuple(self._days(lines, "d")), len(everything) - len(lines)

    def thread(self) -> tuple[Line, ...]:
        """The open thread, its first message first."""
        looking = self._looking
        conversations = self._workspace.state.conversations
        return tuple(
            self._line(one, "t", None)
            for one in conversations.thread(looking.channel, looking.thread, looking.user)
        )

    def _threads(self) -> Mapping[str, Thread]:
        state, channel = self._workspace.state, self._looking.channel
        replies: dict[str, list[Message]] = defaultdict(list)
        for message in state.conversations.messages(channel):
            if message.is_reply and message.thread_ts:
                replies[message.thread_ts].append(message)
        statuses = {one.thread_ts: one.text for one in state.assistance.statuses() if one.channel == channel}
        return {
            ts: Thread(
                len(replies[ts]),
                local_time(replies[ts][-1].ts, self._names) if replies[ts] else None,
                statuses.get(ts, ""),
            )
            for ts in {*replies, *statuses}
        }

    def _line(self, message: Message, prefix: str, thread: Thread | None) -> Line:
        place = Place(channel=message.channel, ts=message.ts)
        line_id = message_id(prefix, message.ts)
        scene = Scene(names=self._names, prefix=line_id, found=self._desk.found(self._looking.user, place))
        files = (self._workspace.state.files.get(one) for one in message.files)
        return Line(
            id=line_id,
            message=message,
            author=self._author(message),
            body=body(message, scene),
            at=local_time(message.ts, self._names),
            files=tuple(file for file in files if file),
            reactions=reactions(message, self._names),
            thread=thread or Thread(0),
            is_own=message.user == self._looking.user,
        )

    def _author(self, message: Message) -> Author:
        conversations = self._workspace.state.conversations
        person = conversations.person(message.user)
        is_guest = person is not None and person.team_id != self._looking.person.team_id
        team = conversations.team(person.team_id).name if person and is_guest and not person.is_bot else ""
        return author(message, person, team, is_app=bool(message.bot_id) or bool(person and person.is_bot))

    def _days(self, lines: Iterable[Line], prefix: str) -> Iterator[Day]:
        today = self._workspace.now().astimezone(self._names.zone).date()
        for day, those in groupby(lines, key=lambda line: line.at.date()):
            yield Day(f"{prefix}-{day.isoformat()}", day_name(day, today), tuple(those))
