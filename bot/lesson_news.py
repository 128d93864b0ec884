"""What follows when somebody used a lesson: those behind it hear of it, and later whoever used it is asked.

Each is told once, and nothing that the lesson's rule or their own scopes keep from them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.blocks import lesson_cards as blocks
from bot.blocks.elements import Block
from bot.direct_messages import DirectMessages
from bot.lesson_views import published_for
from bot.office_hours import day_of
from bot.readers import Readers
from bot.wording import lesson_cards as wording
from knowledge.lessons import Adoption, Lesson, RecordEvidence, due
from knowledge.model import CaseStudy
from knowledge.reviews import shown_use
from knowledge.store import Store
from knowledge.visits import Person

_NEWS_LASTS = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class LessonNews:
    """Tells people of the use of lessons."""

    client: WebClient
    store: Store
    readers: Readers
    now: Callable[[], datetime]

    def tell_all(self) -> None:
        """Tell of every use that is news, wherever it was said: what was told already stays told."""
        for adoption in self.store.adoptions.all():
            if adoption.created_at > self.now() - _NEWS_LASTS:
                self.tell(adoption)

    def tell(self, adoption: Adoption) -> None:
        """Tell whoever proposed the lesson, and those whose feedback is behind it."""
        lesson = self.store.lessons.get(adoption.lesson)
        shown = shown_use(self.store, lesson, adoption)
        for person, author in self._behind(lesson, adoption):
            key = f"use {adoption.id} told {person.id}"
            published = self._published(lesson.id, person)
            said = wording.news(shown.council, author=author)
            title = published.metadata.title if published else None
            self._once(key, person, said, blocks.news(said, title, shown.change, lesson.id))

    def ask_all(self) -> None:
        """Ask everybody whose time has come how it goes with the lesson they used."""
        for adoption in self.store.adoptions.all():
            months = due(adoption, day_of(self.now()))
            if months is not None:
                self._ask(adoption, months)

    def _ask(self, adoption: Adoption, months: int) -> None:
        person = self.store.people.behind(adoption.by)
        published = self._published(adoption.lesson, person) if person else None
        if person is None or published is None:
            return
        said = wording.asked(months, published.metadata.title)
        if self._once(f"use {adoption.id} asked {months}", person, said, blocks.question(said, adoption.id)):
            after = adoption.model_copy(update={"reminded": (*adoption.reminded, months)})
            self.store.adoptions.change(after, adoption.version)

    def _behind(self, lesson: Lesson, adoption: Adoption) -> list[tuple[Person, bool]]:
        """Whoever is to hear of it, and whether their feedback is behind the lesson; not who used it."""
        quoted = {one.record for one in lesson.evidence if isinstance(one, RecordEvidence) and not one.fault}
        records = self.store.records.several(quoted).values()
        authors = [self.store.people.known_as(one.visit, one.respondent) for one in records]
        proposer = self.store.people.behind(lesson.proposer)
        found = {person.id: (person, False) for person in [proposer] if person}
        found |= {person.id: (person, True) for person in authors if person}
        by = self.store.people.behind(adoption.by)
        return [told for id_, told in found.items() if by is None or id_ != by.id]

    def _published(self, lesson: str, person: Person) -> CaseStudy | None:
        """The lesson as the person finds it; None when they may not see it."""
        if person.slack_user is None:
            return None
        return published_for(self.store, lesson, self.readers.person(person.slack_user))

    def _once(self, key: str, person: Person, said: str, content: list[Block]) -> bool:
        messages = DirectMessages(self.client, self.store)
        return messages.once((key,), person.slack_user, said, content, self.now())
