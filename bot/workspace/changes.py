"""What can happen in a workspace, and who wants to know.

Every change goes through one ``Changes``: it holds the lock all of the state shares, counts
revisions, and tells the subscribers in the order in which things happened. A subscriber is
called with the lock held and in whatever thread made the change, so it must return at once: put
the change on a queue, or ``loop.call_soon_threadsafe``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, RLock
from time import monotonic
from typing import TypeVar

from bot.workspace.executions import Execution
from bot.workspace.values import Channel, File, HomeTab, Message, Person

T = TypeVar("T")

_LOOK_AGAIN_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that happened; ``channel`` and ``user`` say whose screen it may touch."""

    channel: str | None = None
    """The channel it happened in; None when in no channel."""
    user: str | None = None
    """The only person who may see it; None when everybody in the channel (or at all) may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Change):
    """A message is there that was not: of a person, of the app, or only for one of them."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged(Change):
    """A message reads otherwise now."""

    message: Message
    previous: Message
    silent: bool = False
    """Of a kind the Events API says nothing of: text arriving in a stream, a reaction, a reply count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDeleted(Change):
    """A message is gone; of a thread's first one a tombstone stays."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChanged(Change):
    """Somebody reacted, or took it back."""

    message: Message
    name: str
    by: str
    added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Change):
    """Somebody is in the channel now."""

    person: Person
    inviter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Change):
    """Somebody is in the channel no longer."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOpened(Change):
    """A channel or direct message is new, or described otherwise."""

    opened: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(Change):
    """Somebody looks at a tab of the app's page; ``channel`` is their direct message with it."""

    by: str
    tab: HomeTab


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsChanged(Change):
    """The stack of modals or the App Home of ``user`` is another one now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Change):
    """The status under a thread came, changed or went."""

    thread_ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptsChanged(Change):
    """The app suggests other prompts in ``channel``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChanged(Change):
    """An agent's session in a thread has another status or title."""

    thread_ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStopped(Change):
    """Somebody pressed stop while the agent worked in a thread."""

    thread_ts: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextChanged(Change):
    """Somebody who has the app open looks at another channel; ``channel`` is their direct message with it."""

    by: str
    viewing: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRun(Change):
    """A workflow came to a step the app carries out."""

    execution: Execution


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShared(Change):
    """A file is kept, or shown in more channels than before."""

    file: File


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChanged(Change):
    """A message was scheduled, posted or called off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsChanged(Change):
    """The number of the app's open sockets is another one now."""

    connections: int


Subscriber = Callable[[Change], None]


class Changes:
    """The one stream of changes and the one lock."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._changed = Condition(self.lock)
        self._subscribers: list[Subscriber] = []
        self._revision = 0

    @property
    def revision(self) -> int:
        """How many changes there have been; a page that has seen this one is up to date."""
        return self._revision

    def tell(self, change: Change) -> None:
        with self.lock:
            self._revision += 1
            for subscriber in tuple(self._subscribers):
                subscriber(change)
            self._changed.notify_all()

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call ``subscriber`` at every change from now on; what is returned ends that."""
        with self.lock:
            self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            with self.lock:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def wait_for(self, condition: Callable[[], T | None], *, timeout: float) -> T:
        """The first true answer of ``condition``, asked again at every change, and every now and then.

        The latter is for what it may look at outside the workspace, where a change is not told of.
        Raises TimeoutError after ``timeout`` seconds without an answer.
        """
        deadline = monotonic() + timeout
        with self.lock:
            while not (answer := condition()):
                if (left := deadline - monotonic()) <= 0:
                    raise TimeoutError(f"nothing of the kind within {timeout} s")
                self._changed.wait(min(left, _LOOK_AGAIN_SECONDS))
        return answer
