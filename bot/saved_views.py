"""What somebody sees of what they saved: looked up anew each time, for them as they are now."""

from dataclasses import dataclass
from itertools import islice

from bot.blocks import saved as blocks
from bot.blocks.elements import Block
from bot.blocks.gestures import pointed_quote
from bot.blocks.saved import PAGE, Kept, Listed
from bot.blocks.texts import on_one_line, shortened
from bot.lesson_views import LessonViews
from bot.wording import browsing
from bot.wording import saved as wording
from knowledge.errors import UnknownCaseStudyError, UnknownQuestionError
from knowledge.model import Quote
from knowledge.saved import SavedItem, SavedKind
from knowledge.scopes import scope_of
from knowledge.store import Store

_LONGEST_QUOTE = 250


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The list of the person who looks at these lessons."""

    lessons: LessonViews
    reader: str
    """The id of a person."""

    @property
    def _store(self) -> Store:
        return self.lessons.store

    def list(self, page: int = 0, said: str = "", removed: SavedItem | None = None) -> Block:
        saved = self._store.saved.of(self.reader)
        page = min(page, max(0, len(saved) - 1) // PAGE)
        kept = [self._kept(item) for item in saved[page * PAGE : (page + 1) * PAGE]]
        return blocks.saved_list(Listed(kept, page, len(saved), said, removed))

    def titles(self, limit: int) -> dict[str, str]:
        """By id, what the lessons on the list are called, of those that are still there."""
        lessons = [item for item in self._store.saved.of(self.reader) if item.kind is SavedKind.LESSON]
        there = (self._lesson(item) for item in lessons)
        return dict(islice(((kept.item.item, kept.title) for kept in there if kept.title), limit))

    def _kept(self, item: SavedItem) -> Kept:
        return self._lesson(item) if item.kind is SavedKind.LESSON else self._passage(item)

    def _lesson(self, item: SavedItem) -> Kept:
        entry = self.lessons.entry(item.item)
        if entry is None:
            return Kept(item)
        lesson = entry.lesson
        about = browsing.about(lesson.status, lesson.councils, lesson.as_of, entry.agreed)
        return Kept(item, lesson.title, about)

    def _passage(self, item: SavedItem) -> Kept:
        quote = self._quote(item)
        if quote is None:
            return Kept(item)
        said = shortened(on_one_line(quote.text), _LONGEST_QUOTE)
        return Kept(item, quote.title, wording.passage(said, quote.council, quote.as_of))

    def _quote(self, item: SavedItem) -> Quote | None:
        """The quote, if it still stands where it was quoted from and the person may see it there."""
        question, number = pointed_quote(item.item)
        try:
            answer = self._store.questions.get(question).answer
            quotes = answer.shown[number - 1 : number] if answer else ()
            stands = [
                quote
                for quote in quotes
                if quote.stands_in(source := self._store.case_studies.get(quote.case_study))
                and scope_of(source.metadata, source.status) in self.lessons.scopes
            ]
        except (UnknownQuestionError, UnknownCaseStudyError):
            return None
        return next(iter(stands), None)
