"""Somebody in Slack as lessons know them: by a pseudonym of their own, the same for all lessons."""

from uuid import uuid4

from knowledge.lessons import LessonActor, LessonDraft
from knowledge.records import Source
from knowledge.reviews import Reviews
from knowledge.visits import Person


def acting(reviews: Reviews, person: Person, lesson: LessonDraft) -> LessonActor:
    """The person, with all they are to a lesson of this theme and evidence."""
    return reviews.actor(
        person.id,
        offered=uuid4().hex[:12],
        source=Source.MODAL,
        theme=lesson.theme,
        evidence=lesson.evidence,
    )
