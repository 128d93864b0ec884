"""What happens to lessons by itself: review dates pass, and case studies change under their quotes."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk import Desk
from embeddings import Embedder
from knowledge.reviews import Reviews, embed_some
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


@dataclass(frozen=True, slots=True)
class LessonVectors:
    """Embeds lessons, a few at a time: who proposes one need not wait for thousands that were imported."""

    store: Store
    embedder: Embedder

    @classmethod
    def at(cls, desk: Desk) -> "LessonVectors":
        return cls(desk.store, desk.embedder)

    def do(self, now: datetime) -> None:  # noqa: ARG002  # it is due whenever there are some
        embed_some(self.store, self.embedder)
