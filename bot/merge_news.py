"""Telling those who follow a lesson that it went into another one, or that another one went into it.

Whoever had a hand in either of them follows it, and whoever saved it. Whoever proposed the one that is
gone hears of it with the other steps of its review, and whoever merged the two knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import merging as blocks
from bot.blocks.gestures import Action
from bot.direct_messages import DirectMessages
from bot.lesson_views import published_for, told_history
from bot.wording import turns as wording
from knowledge.attribution import struck
from knowledge.lessons import Lesson, LessonGesture
from knowledge.publication import scopes_for
from knowledge.reviewers import Reviewers
from knowledge.saved import SavedItem, SavedKind
from knowledge.store import Store
from knowledge.visits import Person


@dataclass(frozen=True, slots=True)
class MergeNews:
    """What is to be told as of one moment."""

    messages: DirectMessages
    store: Store
    at: datetime

    def tell(self, gone: Lesson) -> None:
        """Tell of a lesson that went into another: each once, and nobody who may not see that one."""
        if gone.merged_into is None:
            return
        into = self.store.lessons.get(gone.merged_into)
        step = next(event for event in reversed(told_history(self.store, gone)) if event.gesture is _MERGE)
        silent = {self.store.people.behind(gone.proposer), self.store.people.behind(step.actor)}
        following = {person.id: wording.MERGED_FROM for person in self._following(gone)}
        following |= {person.id: wording.MERGED_INTO for person in self._following(into)}
        title = struck(into.title, into.attribution, self.store.lessons.names(into))
        for id_, said in following.items():
            person = self.store.people.get(id_)
            door = None if person in silent else self._door(into, person)
            if door:
                content = blocks.news(said, title, step.reason, into.id, door)
                keys = (f"lesson {gone.id} merged told {id_}",)
                self.messages.once(keys, person.slack_user, said, content, self.at)

    def _following(self, lesson: Lesson) -> Iterator[Person]:
        for actor in sorted({event.actor for event in lesson.history}):
            if person := self.store.people.behind(actor):
                yield person
        for id_ in self.store.saved.by(SavedItem(kind=SavedKind.LESSON, item=lesson.id)):
            yield self.store.people.get(id_)

    def _door(self, lesson: Lesson, person: Person) -> Action | None:
        """How somebody opens the lesson; None for whoever may not read it."""
        reviewers = Reviewers(self.store)
        reviewer = reviewers.of(person)
        if reviewer.may_read(reviewers.matter(lesson)):
            return Action.REVIEW_LESSON
        scopes = scopes_for(self.store, reviewer.parts)
        return Action.OPEN_LESSON if published_for(self.store, lesson.id, scopes) else None


_MERGE = LessonGesture.MERGE
