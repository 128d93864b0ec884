"""Whoever is behind a lesson, and whoever it waits for, hears what becomes of it, wherever that was done."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.office_hours import at_work


@dataclass(frozen=True, slots=True)
class ReviewNews:
    """Tells those who have not been told, and on working days reminds those who are due."""

    desk: Desk

    def do(self, now: datetime) -> None:
        news = self.desk.turn_news(now)
        news.tell_all()
        if at_work(now):
            news.remind_all()
