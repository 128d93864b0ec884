"""Reminders follow whatever has changed, by whomever and wherever it was changed."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.nudging import Nudging


@dataclass(frozen=True, slots=True)
class Reminders:
    """Plans the reminders of every visit again."""

    nudging: Nudging

    @classmethod
    def at(cls, desk: Desk) -> "Reminders":
        return cls(desk.nudging)

    def do(self, now: datetime) -> None:  # noqa: ARG002  # it is planned as of the moment it comes to a visit
        self.nudging.look()
