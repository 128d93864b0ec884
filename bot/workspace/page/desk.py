"""What only the page knows of each person: what they have read, were told, and searched for.

None of this exists in Slack's API, so it is no part of the workspace's state; losing it loses a
few unread marks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.workspace.changes import Change, Changes
from bot.workspace.rendering.scene import Spot
from bot.workspace.values import Json, Place


class Desk:
    """Notices, search results and read marks, by person."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._notices: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, Place], dict[Spot, Sequence[Json]]] = defaultdict(dict)
        self._read: dict[tuple[str, str], str] = {}

    def notices(self, user: str) -> tuple[str, ...]:
        return self._notices.get(user, ())

    def notify(self, user: str, words: str) -> None:
        """Say something to one person, until they do something else."""
        self._notices[user] = (*self.notices(user), words)
        self._changes.tell(Change(user=user))

    def clear(self, user: str) -> None:
        if self._notices.pop(user, ()):
            self._changes.tell(Change(user=user))

    def found(self, user: str, place: Place) -> Mapping[Spot, Sequence[Json]]:
        """The options an app last answered for the external selects of a message or view."""
        return self._found.get((user, place), {})

    def offer(self, user: str, place: Place, spot: Spot, options: Sequence[Json]) -> None:
        self._found[user, place][spot] = tuple(options)
        self._changes.tell(Change(user=user))

    def read_until(self, user: str, channel: str) -> str:
        """The ts of the newest message the person has seen there; empty when none."""
        return self._read.get((user, channel), "")

    def mark_read(self, user: str, channel: str, ts: str) -> None:
        self._read[user, channel] = max(self.read_until(user, channel), ts)
