"""What one person can go to: their channels, their direct messages, the app."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.workspace.conversations import can_see, is_member
from bot.workspace.page.desk import Desk
from bot.workspace.page.lines import channel_name
from bot.workspace.page.looking import Looking, Tab
from bot.workspace.rendering.scene import Names
from bot.workspace.values import Channel, ChannelKind
from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar."""

    name: str
    href: str
    kind: str
    """The sign that is drawn before the name; ``note`` says the same in words."""
    note: str = ""
    unread: int = 0
    is_current: bool = False


class Sidebar:
    """The sidebar of one person; made anew for every rendering."""

    def __init__(self, workspace: Workspace, desk: Desk, looking: Looking, names: Names) -> None:
        self._workspace = workspace
        self._desk = desk
        self._looking = looking
        self._names = names

    def sections(self) -> Sequence[tuple[str, Sequence[Entry]]]:
        """Headings and what stands under them; a heading with nothing under it is left out."""
        seen = [
            one for one in self._workspace.state.conversations.channels() if can_see(one, self._looking.user)
        ]
        own = [one for one in seen if is_member(one, self._looking.user)]
        bot = self._workspace.app.bot_user
        with_people = [one for one in own if one.is_im and bot not in one.members]
        sections = (
            ("Channels", [self._entry(one) for one in own if not one.is_im]),
            ("Direct messages", [self._entry(one) for one in with_people]),
            ("Apps", list(self._app([one for one in own if one.is_im and bot in one.members]))),
            ("Channels to join", [self._entry(one) for one in seen if one not in own]),
        )
        return [(heading, entries) for heading, entries in sections if entries]

    def _app(self, ims: Sequence[Channel]) -> Iterator[Entry]:
        ids = [one.id for one in ims]
        yield Entry(
            self._workspace.app.manifest.bot_name,
            "/app",
            "app",
            unread=sum(self._unread(one) for one in ids),
            is_current=self._looking.tab is not Tab.CHANNEL or self._looking.channel in ids,
        )

    def _entry(self, channel: Channel) -> Entry:
        kind, note = _kind(channel)
        return Entry(
            channel_name(channel, self._looking.user, self._names.people).removeprefix("#"),
            f"/c/{channel.id}",
            kind,
            note,
            self._unread(channel.id) if is_member(channel, self._looking.user) else 0,
            channel.id == self._looking.channel and self._looking.tab is Tab.CHANNEL,
        )

    def _unread(self, channel: str) -> int:
        user = self._looking.user
        seen = self._desk.read_until(user, channel)
        timeline = self._workspace.state.conversations.timeline(channel, user)
        return sum(1 for message in timeline if message.ts > seen and message.user != user)


def _kind(channel: Channel) -> tuple[str, str]:
    if channel.is_ext_shared:
        return "shared", "shared"
    kinds = {
        ChannelKind.PUBLIC: ("public", ""),
        ChannelKind.PRIVATE: ("private", "private"),
        ChannelKind.IM: ("im", ""),
    }
    return kinds[channel.kind]
