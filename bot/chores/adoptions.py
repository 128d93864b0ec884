"""Those behind a lesson hear that it was used, and whoever used it is asked later how it goes."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.lesson_news import LessonNews
from bot.office_hours import by_day


@dataclass(frozen=True, slots=True)
class AdoptionNews:
    """Tells those who have not been told, and asks by day those who are due."""

    desk: Desk

    def do(self, now: datetime) -> None:
        desk = self.desk
        news = LessonNews(desk.client, desk.store, desk.readers, lambda: now)
        news.tell_all()
        if by_day(now):
            news.ask_all()
