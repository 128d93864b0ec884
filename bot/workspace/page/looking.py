"""Who looks at what: everything the page's content depends on besides the workspace's state.

The address says what is looked at and a cookie says who looks, so a reload, a bookmark and the
stream of changes all lead to the same content.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from starlette.requests import Request

from bot.workspace.values import Person

PERSON_COOKIE = "person"
INSPECTOR_COOKIE = "inspector"
_LAST = 60
_MOST = 5_000


class Tab(StrEnum):
    """What fills the middle of the page."""

    CHANNEL = "channel"
    HOME = "home"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Looking:
    """One person in front of one page."""

    person: Person
    tab: Tab = Tab.CHANNEL
    channel: str = ""
    thread: str = ""
    """The ts of the thread that is open beside the channel; empty when none is."""
    last: int = _LAST
    """How many messages of the channel are shown, counted from the newest."""
    inspects: bool = False

    @property
    def user(self) -> str:
        return self.person.id

    @property
    def events(self) -> str:
        """Where the changes of what is looked at come from."""
        asked = {"tab": self.tab, "channel": self.channel, "thread": self.thread, "last": self.last}
        return f"/ui/events?{urlencode(asked)}"

    @property
    def here(self) -> str:
        """The address without a thread: where closing the thread leads."""
        return f"/c/{self.channel}" if self.tab is Tab.CHANNEL else f"/app/{self.tab}"


def looking(request: Request, person: Person, tab: Tab, channel: str = "") -> Looking:
    asked = request.query_params
    return Looking(
        person=person,
        tab=tab,
        channel=channel,
        thread=asked.get("thread", ""),
        last=_count(asked.get("last", "")),
        inspects=request.cookies.get(INSPECTOR_COOKIE) == "open",
    )


def _count(asked: str) -> int:
    return min(int(asked), _MOST) if asked.isdecimal() else _LAST
