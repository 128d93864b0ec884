"""What happens to lessons by itself: review dates pass, and case studies change under their quotes."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from knowledge.reviews import Reviews
from knowledge.store import Store


@dataclass(frozen=True, slots=True)
class LessonChecks:
    """Marks lessons stale, and those that quote what is no longer there."""

    store: Store

    @classmethod
    def at(cls, desk: Desk) -> "LessonChecks":
        return cls(desk.store)

    def do(self, now: datetime) -> None:
        reviews = Reviews(self.store, lambda: now)
        reviews.expire()
        reviews.recheck()
