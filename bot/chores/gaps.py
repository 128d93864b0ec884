"""Whoever asked what nothing answered is told when something does."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from bot.gap_news import GapNews


@dataclass(frozen=True, slots=True)
class GapAnswers:
    """Tells those who have not been told."""

    news: GapNews

    @classmethod
    def at(cls, desk: Desk) -> "GapAnswers":
        return cls(GapNews(desk.client, desk.store, desk.readers, desk.now))

    def do(self, now: datetime) -> None:  # noqa: ARG002  # when somebody is told is when it comes to them
        self.news.tell()
