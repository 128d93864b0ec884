"""Lessons that say nearly what somebody is about to propose, and what is done with them instead.

Nobody is shown a lesson by this that they could not read otherwise: one in force as it is published
for them, one under review as ``knowledge.turns`` lets them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.blocks.near_lessons import Like
from bot.lesson_actors import acting
from bot.lesson_views import readable
from bot.readers import Readers
from bot.wording import near_lessons as wording
from embeddings import Embedder
from knowledge.attribution import struck
from knowledge.errors import NotAllowedError, StaleLessonError
from knowledge.lessons import (
    Lesson,
    LessonActor,
    LessonDraft,
    LessonGesture,
    PassageEvidence,
    RecordEvidence,
    agreement,
    may,
)
from knowledge.reviewers import Reviewers
from knowledge.reviews import Reviews, near
from knowledge.store import Store
from knowledge.visits import Person

Evidence = RecordEvidence | PassageEvidence


@dataclass(frozen=True, slots=True)
class NearLessons:
    """The lessons of one store, as far as they are near to something."""

    store: Store
    readers: Readers
    embedder: Embedder
    now: Callable[[], datetime]

    def to(self, draft: LessonDraft, person: Person, user: str) -> tuple[Like, ...]:
        """Those that say nearly the same and that the person may see, the nearest first."""
        if not self.store.lessons.any_living():  # then no model need be waited for
            return ()
        found = [one.lesson for one in near(draft, self.store, self.embedder)]
        seen = readable(self.store, found, person, self.readers.person(user))
        likes = [self._like(lesson, person) for lesson in seen]
        return tuple(replace(one, merges_into=self._partners(one, likes, person)) for one in likes)

    def get(self, lesson: str, person: Person, user: str) -> Like:
        """One of them; NotAllowedError for whoever may not see it."""
        found = self.store.lessons.get(lesson)
        if not readable(self.store, [found], person, self.readers.person(user)):
            raise NotAllowedError(wording.NOT_FOR_YOU)
        return self._like(found, person)

    def _like(self, lesson: Lesson, person: Person) -> Like:
        return Like(
            lesson=struck(lesson, lesson.attribution, self.store.lessons.names(lesson)),
            agreed=agreement(lesson, lesson.attribution, self.store.lessons.organisations([lesson])),
            takes_evidence=self._may(lesson, LessonGesture.ADD_EVIDENCE, person),
        )

    def _partners(self, one: Like, likes: Sequence[Like], person: Person) -> tuple[str, ...]:
        """Those of the others that take what the one rests on, if it may go into another at all."""
        if not self._may(one.lesson, LessonGesture.MERGE, person):
            return ()
        others = (other for other in likes if other.lesson.id != one.lesson.id)
        return tuple(other.lesson.id for other in others if other.takes_evidence)

    def _may(self, lesson: Lesson, gesture: LessonGesture, person: Person) -> bool:
        reviewers = Reviewers(self.store)
        return may(lesson, gesture, reviewers.of(person).actor(reviewers.matter(lesson)))

    # What is done instead of proposing another

    def add(
        self, lesson: str, version: int, claim: int, evidence: Sequence[Evidence], person: Person
    ) -> Lesson:
        """Stores these quotes under a claim of the lesson as it was seen.

        What stands there already is passed over, so that all can be sent again.
        """
        seen = self.store.lessons.get(lesson)
        reviews, actor = self._acting(seen, person)
        under = seen.claims[claim - 1 : claim]
        there = {(one.origin, one.quote) for each in under for one in each.evidence}
        left = [one for one in evidence if (one.origin, one.quote) not in there]
        if left and seen.version != version:
            raise StaleLessonError
        for one in left:
            seen = reviews.add_evidence(seen, claim, one, actor)
        return seen

    def merge(self, lesson: str, version: int, into: str, reason: str, person: Person) -> None:
        """Stores that the one lesson, as it was seen, went into the other."""
        seen = self.store.lessons.get(lesson)
        if seen.version != version:
            raise StaleLessonError
        reviews, actor = self._acting(seen, person)
        reviews.merge(seen, self.store.lessons.get(into), actor, reason)

    def _acting(self, lesson: Lesson, person: Person) -> tuple[Reviews, LessonActor]:
        reviews = Reviews(self.store, self.now)
        return reviews, acting(reviews, person, lesson)
