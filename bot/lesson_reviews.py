"""What somebody sees of the lessons under review: read from the store, for one person, under each rule.

Whoever reviews a lesson sees all it rests on; what that takes is said in ``knowledge.turns``. What its
attribution withholds is withheld from reviewers as from everybody.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import lesson_review_forms as forms
from bot.blocks import lesson_reviews as blocks
from bot.blocks.elements import Block, web_address
from bot.blocks.lesson_reviews import Card, Errand, Listed, Quoted, Shown, Waiting
from bot.forms import Merged
from bot.lesson_revisions import answers_in
from bot.lesson_views import told_history
from bot.office_hours import day_of
from bot.turn_news import lack
from bot.wording import browsing, refusal
from bot.wording import lesson_reviews as wording
from knowledge.attribution import Names, names_organisations, names_people, struck
from knowledge.errors import LessonError, NotAllowedError, UnknownCaseStudyError, VisitError
from knowledge.lessons import (
    Claim,
    Lesson,
    LessonGesture,
    LessonStatus,
    PassageEvidence,
    RecordEvidence,
    Stance,
    agreement,
)
from knowledge.publication import scopes_of_evidence
from knowledge.reviewers import Reviewers
from knowledge.store import Store
from knowledge.turns import Matter, Reviewer, next_reviewers, waiting_for
from knowledge.visits import Attribution, Person

_MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class LessonReviews:
    """The lessons of one store that wait for a person, and each of them."""

    store: Store
    now: datetime

    def page(self, person: Person, number: int = 0, said: str = "") -> Block:
        """A page of what waits for the person; the last one where there are fewer by now."""
        reviewers = Reviewers(self.store)
        reviewer, pending = reviewers.of(person), reviewers.pending()
        waiting = waiting_for(reviewer, pending)
        number = max(0, min(number, (len(waiting) - 1) // blocks.PAGE))
        here = waiting[number * blocks.PAGE : (number + 1) * blocks.PAGE]
        theirs = [one for one in pending if reviewer.wrote(one) and one not in waiting]
        others = theirs[-_MOST_OTHERS:] if number == 0 else []
        listed = Listed(
            [self._entry(matter) for matter in here],
            number,
            len(waiting),
            [self._entry(matter) for matter in reversed(others)],
        )
        return blocks.page(listed, said)

    def card(self, lesson: str, person: Person, number: int = 0, said: str = "") -> Block:
        """One of them, opened from that page; NotAllowedError for whoever may not read it.

        Where it went into another one, that one, for whoever may read it.
        """
        with suppress(NotAllowedError):
            if (latest := self.store.lessons.latest(lesson)) != lesson:
                return self.card(latest, person, number, said or wording.WENT_INTO)
        matter, reviewer = self.matter(lesson, person)
        seen = matter.lesson
        card = Card(
            lesson=self.shown(seen).model_copy(update={"history": told_history(self.store, seen)}),
            about=self._about(seen),
            claims=self.claims(matter, reviewer),
            following=self._following(matter, reviewer),
            gestures=frozenset(each for each in blocks.OFFERED if _is_offered(matter, reviewer, each)),
            names=self._names(seen),
        )
        return blocks.card(card, Errand(lesson=seen.id, version=seen.version, page=number), said)

    def revision_form(
        self, errand: Errand, matter: Matter, reviewer: Reviewer, before: Merged | None = None
    ) -> Block:
        """The lesson to be put in other words; ``before`` is what an earlier form holds, on top of it."""
        lesson = matter.lesson
        returned = lesson.history[-1].gesture is LessonGesture.RETURN
        revision = forms.Revision(
            answers=before.answers if before else answers_in(self.shown(lesson)),
            typed=before.typed if before else frozenset(),
            why=told_history(self.store, lesson)[-1].reason if returned else None,
            said=wording.meanwhile_wrote(lesson.status) if before else "",
        )
        return forms.revision_form(self.claims(matter, reviewer), errand, revision)

    def shown(self, lesson: Lesson) -> Lesson:
        """The lesson as it may be shown."""
        return struck(lesson, lesson.attribution, self.store.lessons.names(lesson))

    def why(self, lesson: str, error: VisitError | LessonError) -> str:
        """What is said of a refusal, which may quote what the lesson's rule withholds."""
        seen = self.store.lessons.get(lesson)
        return struck(refusal(error) or str(error), seen.attribution, self.store.lessons.names(seen))

    def matter(self, lesson: str, person: Person) -> tuple[Matter, Reviewer]:
        """The lesson, for whoever may read it while it is reviewed; NotAllowedError for others."""
        reviewers = Reviewers(self.store)
        matter, reviewer = reviewers.matter(self.store.lessons.get(lesson)), reviewers.of(person)
        if not reviewer.may_read(matter):
            raise NotAllowedError(wording.NOT_FOR_YOU.rstrip("."))
        return matter, reviewer

    def claims(self, matter: Matter, reviewer: Reviewer) -> tuple[Shown, ...]:
        """What the lesson claims, each beside those of its quotes that the reviewer may see."""
        names = self.store.lessons.names(matter.lesson)
        return tuple(
            self._claim(number, claim, matter, reviewer, names)
            for number, claim in enumerate(matter.lesson.claims, 1)
        )

    def _claim(self, number: int, claim: Claim, matter: Matter, reviewer: Reviewer, names: Names) -> Shown:
        rule = matter.lesson.attribution
        standing = [each for each in claim.evidence if each.fault is None]
        scopes = scopes_of_evidence(self.store, standing)
        seen = [each for each in standing if reviewer.may_see(matter, scopes[each.origin])]
        fallen = [wording.FAULTY] if len(standing) < len(claim.evidence) else []
        kept_back = [wording.KEPT_BACK] if len(seen) < len(standing) else []
        return Shown(
            key=forms.key_of(number, claim),
            text=struck(claim.text, rule, names),
            quotes=tuple(self._quoted(each, rule, names) for each in seen),
            remarks=(*fallen, *kept_back),
        )

    def _quoted(self, evidence: RecordEvidence | PassageEvidence, rule: Attribution, names: Names) -> Quoted:
        source, address = self._source(evidence)
        return Quoted(
            struck(evidence.quote, rule, names),
            struck(source, rule, names),
            web_address(address) if names_organisations(rule) else None,
            disagrees=evidence.stance is Stance.DISAGREES,
        )

    def _source(self, evidence: RecordEvidence | PassageEvidence) -> tuple[str, str | None]:
        """Where the quote stands, and the address of that, if it has one."""
        if isinstance(evidence, RecordEvidence):
            return wording.told_on(self.store.visits.get(evidence.visit).title), None
        try:
            study = self.store.case_studies.get(evidence.case_study)
        except UnknownCaseStudyError:
            return wording.GONE, None
        before = [one.title for one in study.headings if one.start <= evidence.start]
        pages = [one.number for one in study.pages if one.start <= evidence.start]
        heading, page = before[-1] if before else "", pages[-1] if pages else None
        return wording.stands_in(study.metadata, heading, page), study.metadata.source

    def _following(self, matter: Matter, reviewer: Reviewer) -> tuple[str, ...]:
        """Which step the lesson waits for, and what that means for the reviewer."""
        said = wording.following(matter.step)
        if matter.step is None:
            return (said,)
        if reviewer.may(matter, matter.step):
            return (f"{said} {wording.YOUR_TURN}",)
        kept = _kept_from(matter, reviewer)
        stuck = [] if self._goes_on(matter) else [lack(matter, matter.step)]
        return (said, *kept, *stuck)

    def _goes_on(self, matter: Matter) -> bool:
        """Whether there is anybody in Slack who can take the next step."""
        return bool(next_reviewers(matter, Reviewers(self.store).all()))

    def _names(self, lesson: Lesson) -> dict[str, str]:
        """What those who did something with the lesson may be called, by pseudonym."""
        if not names_people(lesson.attribution):
            return {}
        actors = {event.actor for event in lesson.history}
        behind = {actor: self.store.people.behind(actor) for actor in actors}
        return {actor: person.display_name for actor, person in behind.items() if person}

    def _entry(self, matter: Matter) -> Waiting:
        lesson = matter.lesson
        title = struck(lesson.title, lesson.attribution, self.store.lessons.names(lesson))
        said = wording.entry(lesson.status, day_of(matter.since), day_of(self.now), matter.step)
        return Waiting(lesson.id, title, said)

    def _about(self, lesson: Lesson) -> str:
        agreed = agreement(lesson, lesson.attribution, self.store.lessons.organisations([lesson]))
        told = wording.agreement(agreed, browsing.seen(agreed))
        councils = ", ".join(lesson.councils)
        return wording.about(lesson.status, lesson.theme, councils, lesson.attribution, told)


def _is_offered(matter: Matter, reviewer: Reviewer, gesture: LessonGesture) -> bool:
    """Whoever could check a lesson is not led to become one of those who wrote it."""
    rewording = gesture is LessonGesture.REVISE and matter.lesson.status is LessonStatus.PROPOSED
    return reviewer.may(matter, gesture) and (not rewording or reviewer.wrote(matter))


def _kept_from(matter: Matter, reviewer: Reviewer) -> tuple[str, ...]:
    """Why the reviewer cannot take a step that others of their kind can."""
    if matter.step not in {LessonGesture.VALIDATE, LessonGesture.RENEW}:
        return ()
    if reviewer.wrote(matter):
        return (wording.YOURS,)
    return () if reviewer.sees_all(matter) else (wording.CANNOT_SEE,)
