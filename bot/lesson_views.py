"""What somebody sees of the lessons: read from the store, for one reader, under each lesson's rule.

What a reader may not see is never read for them: the database is asked for their scopes alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.blocks import browsing as blocks
from bot.blocks.browsing import Chosen, Entry
from bot.blocks.elements import Block
from bot.blocks.lesson_cards import Shown, beneath
from bot.wording import lesson_cards as wording
from bot.wording.lesson_reviews import WENT_INTO
from knowledge.attribution import Names, struck
from knowledge.errors import UnknownCaseStudyError
from knowledge.lessons import Claim, Lesson, LessonEvent, agreement
from knowledge.model import CaseStudy, Quote, Scopes
from knowledge.register import Kind, Register, councils_among
from knowledge.reviewers import Reviewers
from knowledge.reviews import shown_use
from knowledge.saved import SavedItem, SavedKind
from knowledge.scopes import scope_of
from knowledge.selections import Selection, claim_for, gather
from knowledge.store import About, LessonFilters, LessonPage, Store, document_id
from knowledge.visits import Person


@dataclass(frozen=True, slots=True)
class LessonViews:
    """The lessons of one store, as a reader of these scopes sees them."""

    store: Store
    register: Register
    scopes: Scopes
    reader: str | None = None
    """The id of the person who looks; None for a channel."""

    def themes(self) -> Block:
        return blocks.themes(self.store.lessons.count_by_theme(LessonFilters(scopes=self.scopes)))

    def page(self, chosen: Chosen) -> Block:
        found = self._found(chosen, blocks.PAGE)
        return blocks.page(self._entries(found.lessons), found.total, found.after, chosen)

    def titles(self, chosen: Chosen, limit: int) -> dict[str, str]:
        """By id, what those from this page on are called."""
        return shown_titles(self.store, self._found(chosen, limit).lessons)

    def _found(self, chosen: Chosen, limit: int) -> LessonPage:
        councils = self._councils(chosen)
        if councils == ():
            return LessonPage((), 0, None)
        filters = LessonFilters(
            statuses=frozenset([chosen.standing] if chosen.standing else []),
            themes=frozenset([chosen.theme] if chosen.theme else []),
            councils=councils or (),
            scopes=self.scopes,
            shared_since=chosen.shared_since,
            reviewed_since=chosen.reviewed_since,
        )
        after = chosen.trail[-1] if chosen.trail else None
        return self.store.lessons.find(filters, limit=limit, after=after)

    def selection(self, lessons: Sequence[str], made_at: datetime) -> Selection:
        """Those of the lessons that the reader may see, to be read away from here."""
        seen = [self.store.lessons.get(each) for each in lessons if self.published(each)]
        return gather(self.store, seen, made_at=made_at, scopes=self.scopes)

    def card(self, lesson: str, said: str = "") -> Block | None:
        """One of them, and what has just become of it; None when the reader may not see it.

        Where it went into another one, that one.
        """
        if (latest := self.store.lessons.latest(lesson)) != lesson:
            return self.card(latest, said or WENT_INTO)
        published = self.published(lesson)
        if published is None:
            return None
        seen = self.store.lessons.get(lesson)
        names = self.store.lessons.names(seen)
        uses = [shown_use(self.store, seen, one) for one in self.store.adoptions.of(lesson)]
        told = [wording.use(one.council, one.change, one.since, one.result) for one in uses]
        claims = [self._claim(seen, claim, names) for claim in seen.claims]
        events = told_history(self.store, seen)
        return blocks.card(
            published,
            self._entry(seen),
            told,
            beneath(claims, events),
            saved=self._has_saved(lesson),
            reviews=self._reviews(seen),
            said=said,
        )

    def message(self, lesson: str) -> list[Block] | None:
        """One of them, to be posted; None when the reader may not see it."""
        published = self.published(lesson)
        if published is None:
            return None
        return blocks.posted(published, self._entry(self.store.lessons.get(lesson)))

    def entry(self, lesson: str) -> Entry | None:
        """One of them in short, or the one it went into; None when the reader may not see it."""
        lesson = self.store.lessons.latest(lesson)
        if self.published(lesson) is None:
            return None
        return self._entry(self.store.lessons.get(lesson))

    def published(self, lesson: str) -> CaseStudy | None:
        """The lesson as it is published for the reader."""
        return published_for(self.store, lesson, self.scopes)

    def _has_saved(self, lesson: str) -> bool:
        item = SavedItem(kind=SavedKind.LESSON, item=lesson)
        return self.reader is not None and self.store.saved.has(self.reader, item)

    def _reviews(self, lesson: Lesson) -> bool:
        """Whether the reader has a part in its review."""
        if self.reader is None:
            return False
        reviewers = Reviewers(self.store)
        reader = reviewers.of(self.store.people.get(self.reader))
        return reader.reviews and reader.may_read(reviewers.matter(lesson))

    def _claim(self, lesson: Lesson, claim: Claim, names: Names) -> Shown:
        """The claim with those quotes that the reader may see, as the lesson's rule allows."""
        seen = claim_for(self.store, lesson, claim, names, self.scopes)
        quotes = ((wording.DISAGREES if each.against else "") + each.quote for each in seen.grounds)
        remarks = {wording.KEPT_BACK: seen.kept_back, wording.GONE_SINCE: seen.gone}
        return Shown(seen.text, tuple(quotes), tuple(said for said, true in remarks.items() if true))

    def _entry(self, lesson: Lesson) -> Entry:
        [entry] = self._entries([lesson])
        return entry

    def _entries(self, lessons: Sequence[Lesson]) -> list[Entry]:
        titles, organisations = shown_titles(self.store, lessons), self.store.lessons.organisations(lessons)
        return [
            Entry(
                lesson.model_copy(update={"title": titles[lesson.id]}),
                agreement(lesson, lesson.attribution, organisations),
            )
            for lesson in lessons
        ]

    def _councils(self, chosen: Chosen) -> tuple[str, ...] | None:
        """The councils that lessons are to speak of; None for any, or none at all."""
        kind = Kind(
            like=chosen.mine,
            tier=chosen.tier or "",
            region=chosen.region or "",
            size=chosen.size or "",
            rurality=chosen.rurality or "",
        )
        return councils_among(self.register, kind, (chosen.council,) if chosen.council else ())


def shown_titles(store: Store, lessons: Sequence[Lesson]) -> dict[str, str]:
    """By id, what lessons are called, as their rules let it be shown."""
    names = store.lessons.names_of(lessons)
    return {one.id: struck(one.title, one.attribution, names[one.id]) for one in lessons}


def told_history(store: Store, lesson: Lesson) -> tuple[LessonEvent, ...]:
    """What happened to a lesson, as it may be told beside it: whoever did it counts among its names."""
    names, actors = store.lessons.names(lesson), {event.actor for event in lesson.history}
    behind = (store.people.behind(actor) for actor in sorted(actors))
    people = (*names.people, *(person.display_name for person in behind if person))
    return struck(lesson, lesson.attribution, replace(names, people=people)).history


def published_for(store: Store, lesson: str, scopes: Scopes) -> CaseStudy | None:
    """The lesson as it is published for a reader of these scopes; None when it is not for them."""
    try:
        found = store.case_studies.get(document_id(About.LESSON, lesson))
    except UnknownCaseStudyError:
        return None
    return found if scope_of(found.metadata, found.status) in scopes else None


def readable(store: Store, lessons: Iterable[Lesson], person: Person, scopes: Scopes) -> list[Lesson]:
    """Those that are published for these scopes, and those under review that the person may read."""
    reviewers = Reviewers(store)
    reviewer = reviewers.of(person)
    return [
        lesson
        for lesson in lessons
        if published_for(store, lesson.id, scopes) or reviewer.may_read(reviewers.matter(lesson))
    ]


def quoted_lesson(quote: Quote) -> str | None:
    """The lesson that is quoted; None when it is a case study, or feedback."""
    beginning = document_id(About.LESSON, "")
    return quote.case_study.removeprefix(beginning) if quote.case_study.startswith(beginning) else None
