"""A lesson proposed by somebody in Slack: what they may rest it on, read from the store, and kept there.

Who may rest a lesson on a record facilitates its visit; on a passage, whoever may see its case study.
What is shown of a record has been through its visit's rule, also for those who facilitate it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.blocks.proposals import Offered
from bot.boards import accepted, settled
from bot.lesson_actors import acting
from bot.proposals import Errand, PassagePick, Pick, Picked, PickedPassage, PickedRecord, RecordPick
from bot.readers import Readers
from bot.showing import Showing, showing
from bot.visiting import Part, Visiting
from bot.wording import proposals as wording
from knowledge.attribution import struck
from knowledge.errors import NotAllowedError, UnknownCaseStudyError
from knowledge.gaps import Remedy, RemedyKind
from knowledge.lessons import Lesson, LessonDraft, points
from knowledge.model import Quote, Status
from knowledge.records import FeedbackRecord, GroupFeedback, Record
from knowledge.reviews import Reviews
from knowledge.scopes import scope_of
from knowledge.store import About, RecordFilters, Store, document_id
from knowledge.unanswered import Unanswered, asked_text
from knowledge.visits import Person, Role, VisitGesture, allowed

_MOST_OFFERED = 100
"""As much as a menu of Slack takes."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """What somebody may rest a lesson on, and the lesson they make of it."""

    store: Store
    visiting: Visiting
    readers: Readers
    unanswered: Unanswered
    now: Callable[[], datetime]

    def may(self, person: Person) -> bool:
        """Whether there is any lesson that the person could propose."""
        parts = self.store.people.parts(person.id)
        facilitates = any(part.role is Role.FACILITATOR for part in parts)
        return facilitates or bool(self.store.theme_owners.themes(person.id))

    # What it rests on

    def picked(self, picks: Iterable[Pick], person: Person, user: str) -> tuple[Picked, ...]:
        """What was picked, as it is now; NotAllowedError for what is not the person's to rest a lesson on."""
        seen: dict[str, Showing] = {}
        return tuple(
            self._record(pick, person, seen) if isinstance(pick, RecordPick) else self._passage(pick, user)
            for pick in picks
        )

    def _record(self, pick: RecordPick, person: Person, seen: dict[str, Showing]) -> PickedRecord:
        record = self.store.records.get(pick.record)
        if record.visit not in seen:
            part = self.visiting.part(record.visit, person, VisitGesture.DISTIL)
            seen[record.visit] = showing(self.store, part.visit)
        found = self._points(record, seen[record.visit])
        if pick.point >= len(found):
            raise NotAllowedError(wording.WORDS_GONE)
        return found[pick.point]

    def _points(self, record: Record, shown: Showing) -> tuple[PickedRecord, ...]:
        """All that a record says, each thing as it was told and as it may be shown."""
        if isinstance(record, GroupFeedback):
            told = self.store.records.composed_from([record])
            words: Record = shown.group_feedback(record, told.values())
        else:
            words = shown.record(record).record
        title = shown.text(shown.visit).title
        pairs = zip(points(record), points(words), strict=True)
        return tuple(PickedRecord(one, seen, title, number) for number, (one, seen) in enumerate(pairs))

    def _passage(self, pick: PassagePick, user: str) -> PickedPassage:
        try:
            case_study = self.store.case_studies.get(pick.case_study)
        except UnknownCaseStudyError as error:
            raise NotAllowedError(wording.PASSAGE_GONE) from error
        if scope_of(case_study.metadata, case_study.status) not in self.readers.person(user):
            raise NotAllowedError(wording.NOT_FOR_YOU)
        found = PickedPassage(pick, case_study)
        if not found.text.strip():
            raise NotAllowedError(wording.PASSAGE_GONE)
        return found

    def offered(self, errand: Errand, person: Person, user: str) -> tuple[Offered, ...]:
        """What is not picked yet: what is near to the question, if there is one, then what visits told."""
        groups = [*self._near_question(errand, user), *self._told(person)]
        left = [[one for one in group.picked if one.pick not in errand.picks] for group in groups]
        return tuple(
            Offered(group.heading, picked) for group, picked in zip(groups, left, strict=True) if picked
        )

    def _near_question(self, errand: Errand, user: str) -> Iterator[Offered]:
        """The passages that an answer to the question was made of, or came near to it."""
        answer = self.store.questions.get(errand.gap).answer if errand.gap else None
        picks = [pick_of(quote) for quote in (*answer.quotes, *answer.related)] if answer else []
        once = dict.fromkeys(pick for pick in picks if isinstance(pick, PassagePick))
        found = (self._readable(pick, user) for pick in once)
        yield Offered(wording.NEAR_QUESTION, [one for one in found if one])

    def _readable(self, pick: PassagePick, user: str) -> PickedPassage | None:
        try:
            return self._passage(pick, user)
        except NotAllowedError:
            return None

    def _told(self, person: Person) -> Iterator[Offered]:
        """What lessons may quote of every visit that the person facilitates, the latest visit first."""
        left = _MOST_OFFERED
        for part in self.visiting.parts(person):
            if left > 0 and allowed(VisitGesture.DISTIL, part.participant.role, part.visit.state):
                for group in self._told_on(part):
                    left -= len(group.picked)
                    yield group

    def _told_on(self, part: Part) -> Iterator[Offered]:
        shown = showing(self.store, part.visit)
        title = shown.text(part.visit).title
        records = self.store.records.find(RecordFilters(part.visit.id))
        told = [*accepted(records), *settled(records)]
        for type_, heading in wording.TOLD.items():
            of_type = [record for record in told if record.type is type_]
            found = [one for record in of_type for one in self._points(record, shown)]
            yield Offered(heading.format(visit=title), found)

    def settled(self, records: Iterable[Record], shown: Showing) -> tuple[PickedRecord, ...]:
        """What the group and its councils stand by, point by point."""
        return tuple(one for record in settled(records) for one in self._points(record, shown))

    # What becomes of it

    def propose(self, draft: LessonDraft, lesson: str, person: Person) -> Lesson:
        """Stores the lesson under this id, once; as it may be shown."""
        reviews = Reviews(self.store, self.now)
        made = reviews.propose(draft, lesson, acting(reviews, person, draft))
        return struck(made, made.attribution, self.store.lessons.names(made))

    def following(self, errand: Errand, picked: Iterable[Picked]) -> Errand:
        """The errand of a lesson that rests on this: to answer what that does, else what it was begun for."""
        return errand if errand.begun_for_gap else errand.answering(self._answered_by(picked))

    def _answered_by(self, picked: Iterable[Picked]) -> str | None:
        """The gap that feedback says it answers, and that nothing else has answered; None without one."""
        told = [one.record for one in picked if isinstance(one, PickedRecord)]
        for record in (one for one in told if isinstance(one, FeedbackRecord)):
            for enquiry in self.store.gaps.enquiries(record.visit) if record.enquiry else ():
                became = self.store.gaps.get(enquiry.gap)
                if enquiry.id == record.enquiry and became and became.kind is RemedyKind.ENQUIRY:
                    return enquiry.gap
        return None

    def asked(self, errand: Errand) -> str:
        """The question that the lesson is to answer; empty when it is to answer none."""
        return asked_text(self.store.questions.get(errand.gap)) if errand.gap else ""

    def link(self, errand: Errand, lesson: str, person: Person) -> str:
        """Stores that the lesson answers the question, and says so; empty when there is none."""
        if errand.gap is None:
            return ""
        remedy = Remedy(gap=errand.gap, kind=RemedyKind.LESSON, lesson=lesson, by=person.id, at=self.now())
        return wording.GAP_LINKED if self.unanswered.settle(remedy) else wording.GAP_GONE


def pick_of(quote: Quote) -> Pick | None:
    """What a lesson rests on when it is begun with a quote of an answer; None for what a lesson says."""
    feedback = document_id(About.RECORD, "")
    if quote.status is Status.PUBLISHED:
        return PassagePick(case_study=quote.case_study, start=quote.start, end=quote.end)
    if quote.case_study.startswith(feedback):
        return RecordPick(record=quote.case_study.removeprefix(feedback))
    return None
