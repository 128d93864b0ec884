"""App Home shows what is on now: time alone changes it."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.homes import Homes


@dataclass(frozen=True, slots=True)
class Pages:
    """Has the pages of people on visits published where they have changed."""

    homes: Homes

    @classmethod
    def at(cls, desk: Desk) -> "Pages":
        return cls(desk.homes)

    def do(self, now: datetime) -> None:  # noqa: ARG002  # a page is made as of when it is published
        self.homes.look()
