"""Keeping the indexes level, so that no question waits for what changed before it was asked.

Changes come from this process and from others (`peerbot ingest` beside the running bot). Looking for
one costs a small query. When a round finds none, the indexes are at rest and are sealed, so that the
next start takes them as they are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Indexes(Protocol):
    """What follows the store; knowledge.index.PassageIndex is one."""

    def catch_up(self) -> bool:
        """Take in what changed; whether anything had."""
        ...

    def seal(self) -> None:
        """Note on disk what the indexes hold; costs nothing when it is noted already."""
        ...


@dataclass(frozen=True, slots=True)
class Indexing:
    """A chore, as ``bot.rounds`` does them."""

    indexes: Indexes

    def do(self, _now: datetime) -> None:
        if not self.indexes.catch_up():
            self.indexes.seal()
