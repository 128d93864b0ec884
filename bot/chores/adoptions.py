"""Those behind a lesson hear that it was used, and whoever used it is asked later how it goes."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.lesson_news import LessonNews

_LONDON = ZoneInfo("Europe/London")
_MORNING, _EVENING = time(8), time(20)


@dataclass(frozen=True, slots=True)
class AdoptionNews:
    """Tells those who have not been told, and asks by day those who are due."""

    desk: Desk

    def do(self, now: datetime) -> None:
        desk = self.desk
        news = LessonNews(desk.client, desk.store, desk.readers, lambda: now)
        news.tell_all()
        if _MORNING <= now.astimezone(_LONDON).time() < _EVENING:
            news.ask_all()
