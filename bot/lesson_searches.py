"""Lessons by what they are called, for somebody who chooses one of them.

The one thing to get wrong: a title is searched as it is shown. Whoever could search for what is struck out
of it would learn that it was there.
"""

from dataclasses import dataclass

from bot.forms import Option
from bot.lesson_views import readable, shown_titles
from knowledge.lessons import LIVING, STANDINGS, Lesson, LessonStatus
from knowledge.model import Scopes
from knowledge.store import LessonFilters, Store
from knowledge.visits import Person

MOST = 50
"""Lessons in force that are offered, and as many under review: together all that a list of Slack's takes."""
_UNDER_REVIEW: frozenset[LessonStatus] = frozenset(LIVING - STANDINGS.keys())


@dataclass(frozen=True, slots=True)
class LessonSearch:
    """What one person may find: lessons in force that are for them, and those under review that they read."""

    store: Store
    person: Person
    scopes: Scopes
    statuses: frozenset[LessonStatus] = LIVING
    """Those that a lesson to be chosen can have."""

    def options(self, typed: str) -> list[Option]:
        """Those whose titles hold all the words that were typed, the latest change first."""
        words = typed.casefold().split()
        titles = shown_titles(self.store, (*self._in_force(typed), *self._read(typed)))
        return [
            Option(id_, title)
            for id_, title in titles.items()
            if all(word in title.casefold() for word in words)
        ]

    def _in_force(self, typed: str) -> tuple[Lesson, ...]:
        return self.store.lessons.find(
            LessonFilters(statuses=self.statuses, title=typed, scopes=self.scopes), limit=MOST
        ).lessons

    def _read(self, typed: str) -> list[Lesson]:
        wanted = LessonFilters(statuses=_UNDER_REVIEW & self.statuses, title=typed)
        found = self.store.lessons.find(wanted, limit=MOST).lessons
        return readable(self.store, found, self.person, self.scopes)
