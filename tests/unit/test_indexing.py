"""The indexes are kept level as long as things change, and sealed once they do not."""

from datetime import UTC, datetime

from bot.indexing import Indexing

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Followed:
    """Indexes of a store in which so many rounds find a change; remembers what was done."""

    def __init__(self, changes: int) -> None:
        self.changes = changes
        self.done: list[str] = []

    def catch_up(self) -> bool:
        self.changes -= 1
        self.done.append("looked")
        return self.changes >= 0

    def seal(self) -> None:
        self.done.append("sealed")


def test_indexes_are_sealed_by_the_first_round_that_finds_nothing_new() -> None:
    indexes = Followed(changes=2)

    for _ in range(3):
        Indexing(indexes).do(NOW)

    assert indexes.done == ["looked", "looked", "looked", "sealed"]
