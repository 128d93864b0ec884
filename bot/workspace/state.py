"""The workspace's truth: who there is, what was said, what the app shows to whom.

    state.conversations   teams, people, channels, messages (with threads, streams, ephemeral ones)
    state.screens         each person's stack of modals, and their App Home
    state.assistance      suggested prompts, the status under a thread, agent sessions
    state.files           uploaded files
    state.schedule        messages that wait for their time
    state.changes         the stream of changes: subscribe, wait_for, revision

Values are frozen and may be kept; everything may be called from any thread. It is truth without
rules: what Slack refuses is refused in ``web_api`` (for the app) and ``gestures`` (for a person),
who are the only ones to change the state. A page reads the state, calls ``gestures``, and hears of
every change through ``state.changes.subscribe``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.workspace.assistance import Assistance
from bot.workspace.changes import Changes
from bot.workspace.conversations import Conversations
from bot.workspace.screens import Screens
from bot.workspace.shelves import Files, Schedule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """Everything there is, in five books that share one lock and one stream of changes."""

    next_ts: Callable[[], str]
    """A timestamp later than all before: of a message, an edit, an action."""
    changes: Changes
    conversations: Conversations
    screens: Screens
    assistance: Assistance
    files: Files
    schedule: Schedule

    @classmethod
    def empty(cls, next_ts: Callable[[], str]) -> "State":
        """No people and no channels; ``next_ts`` gives messages their ts."""
        changes = Changes()
        return cls(
            next_ts,
            changes,
            Conversations(changes, next_ts),
            Screens(changes),
            Assistance(changes),
            Files(changes),
            Schedule(changes),
        )

    def wait_for(self, condition: Callable[["State"], T | None], *, timeout: float = 5) -> T:
        """The first true answer of ``condition``; TimeoutError after ``timeout`` seconds without one."""
        return self.changes.wait_for(lambda: condition(self), timeout=timeout)
