"""What somebody sees of the lessons: read from the store, for one reader, under each lesson's rule.

What a reader may not see is never read for them: the database is asked for their scopes alone.
"""

from dataclasses import dataclass

from bot.blocks import browsing as blocks
from bot.blocks.browsing import Chosen, Entry, Use
from bot.blocks.elements import Block
from knowledge.attribution import struck
from knowledge.errors import UnknownCaseStudyError
from knowledge.lessons import Lesson, agreement, shown_adoption
from knowledge.model import CaseStudy, Scopes
from knowledge.register import Kind, Register, councils_among
from knowledge.scopes import scope_of
from knowledge.store import About, LessonFilters, Store, document_id


@dataclass(frozen=True, slots=True)
class LessonViews:
    """The lessons of one store, as a reader of these scopes sees them."""

    store: Store
    register: Register
    scopes: Scopes

    def themes(self) -> Block:
        return blocks.themes(self.store.lessons.count_by_theme(LessonFilters(scopes=self.scopes)))

    def page(self, chosen: Chosen) -> Block:
        councils = self._councils(chosen)
        if councils == ():
            return blocks.page((), 0, None, chosen)
        filters = LessonFilters(
            statuses=frozenset([chosen.standing] if chosen.standing else []),
            themes=frozenset([chosen.theme] if chosen.theme else []),
            councils=councils or (),
            scopes=self.scopes,
        )
        after = chosen.trail[-1] if chosen.trail else None
        found = self.store.lessons.find(filters, limit=blocks.PAGE, after=after)
        entries = [self._entry(lesson) for lesson in found.lessons]
        return blocks.page(entries, found.total, found.after, chosen)

    def card(self, lesson: str, said: str = "") -> Block | None:
        """One of them, and what has just become of it; None when the reader may not see it."""
        published = self.published(lesson)
        if published is None:
            return None
        seen = self.store.lessons.get(lesson)
        names = self.store.lessons.names(seen)
        shown = [shown_adoption(one, seen.attribution, names) for one in self.store.adoptions.of(lesson)]
        uses = [Use(one.council, one.change) for one in shown if one.change]
        return blocks.card(published, self._entry(seen), uses, said)

    def message(self, lesson: str) -> list[Block] | None:
        """One of them, to be posted; None when the reader may not see it."""
        published = self.published(lesson)
        if published is None:
            return None
        return blocks.posted(published, self._entry(self.store.lessons.get(lesson)))

    def published(self, lesson: str) -> CaseStudy | None:
        """The lesson as it is published for the reader."""
        try:
            found = self.store.case_studies.get(document_id(About.LESSON, lesson))
        except UnknownCaseStudyError:
            return None
        return found if scope_of(found.metadata, found.status) in self.scopes else None

    def _entry(self, lesson: Lesson) -> Entry:
        organisations = self.store.lessons.organisations([lesson])
        title = struck(lesson.title, lesson.attribution, self.store.lessons.names(lesson))
        agreed = agreement(lesson, lesson.attribution, organisations)
        return Entry(lesson.model_copy(update={"title": title}), agreed)

    def _councils(self, chosen: Chosen) -> tuple[str, ...] | None:
        """The councils that lessons are to speak of; None for any, or none at all."""
        kind = Kind(chosen.mine, chosen.tier or "", chosen.region or "", chosen.size or "")
        return councils_among(self.register, kind, (chosen.council,) if chosen.council else ())


def at_the_start(chosen: Chosen) -> Chosen:
    """The same choice, from its first page."""
    return chosen.model_copy(update={"trail": ()})
