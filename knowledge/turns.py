"""Whose turn it is with a lesson: which step it waits for, and who may take it. Pure.

The lifecycle says who may do what. Here it is asked for people, as they stand to a lesson, and kept to
those whose business the lesson is or who may see all it rests on: whoever plans a visit of their own is
a facilitator, and is shown nothing of another's by it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from knowledge.errors import NotAllowedError
from knowledge.lessons import (
    Lesson,
    LessonActor,
    LessonEvidence,
    LessonGesture,
    LessonRole,
    LessonStatus,
    RecordEvidence,
    may,
    required,
)
from knowledge.model import Scope, Scopes, Theme
from knowledge.scopes import scopes_of
from knowledge.visits import Participant, Person, Role

_NEXT = {
    LessonStatus.PROPOSED: LessonGesture.VALIDATE,
    LessonStatus.RETURNED: LessonGesture.REVISE,
    LessonStatus.VALIDATED: LessonGesture.ENDORSE,
    LessonStatus.ENDORSED: LessonGesture.SHARE,
    LessonStatus.STALE: LessonGesture.RENEW,
    LessonStatus.CONTRADICTED: LessonGesture.RENEW,
}
WAITING = frozenset(_NEXT)
"""Statuses in which a lesson waits for somebody."""
_BESIDES = frozenset({LessonGesture.ADD_EVIDENCE, LessonGesture.RECHECK, LessonGesture.APPLY})
"""What happens to a lesson without being a step of its review."""


@dataclass(frozen=True)
class Matter:
    """A lesson, and who may see what it rests on.

    What follows from it is kept, here and of reviewers: many of the one are held against many of the other.
    """

    lesson: Lesson
    scopes: frozenset[Scope | None]
    """Those of its quotes that still stand; None for one whose source is not there."""

    @cached_property
    def visits(self) -> frozenset[str]:
        return visits_of(self.lesson.evidence)

    @cached_property
    def writers(self) -> frozenset[str]:
        return self.lesson.writers

    @cached_property
    def step(self) -> LessonGesture | None:
        """What it waits for; None when it waits for nothing.

        A quote that fell has to be put right before anybody can check it.
        """
        if self._has_fallen:
            return LessonGesture.REVISE
        return _NEXT.get(self.lesson.status)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The versions that the steps of its review led to, the proposal first.

        A quote that fell sets back a lesson that nobody has checked yet.
        """
        history = [*enumerate(self.lesson.history, start=1)]
        taken = {version for version, event in history if event.gesture not in _BESIDES}
        looked = [version for version, event in history if event.gesture is LessonGesture.RECHECK]
        return tuple(sorted(taken | set(looked[-1:] if self._has_fallen else ())))

    @property
    def _has_fallen(self) -> bool:
        return self.lesson.status is LessonStatus.PROPOSED and bool(self.lesson.faults)

    @property
    def version(self) -> int:
        """The one that the last of them led to."""
        return self.steps[-1]

    @property
    def since(self) -> datetime:
        """When the last step of its review was taken."""
        return self.lesson.history[self.version - 1].at


@dataclass(frozen=True)
class Reviewer:
    """Somebody, as far as the review of lessons goes."""

    person: Person
    byline: str | None
    """What lessons know them by; None for somebody who never did anything with one."""
    parts: tuple[Participant, ...] = ()
    themes: frozenset[Theme] = frozenset()
    """Those they own."""

    @cached_property
    def scopes(self) -> Scopes:
        return scopes_of(self.parts)

    @property
    def facilitates(self) -> bool:
        return any(part.role is Role.FACILITATOR for part in self.parts)

    @property
    def in_slack(self) -> bool:
        return self.person.slack_user is not None

    @cached_property
    def reviews(self) -> bool:
        """Whether there are lessons that could ever wait for them."""
        return bool(self.themes) or any(part.role in _REVIEWING for part in self.parts)

    def actor(self, matter: Matter) -> LessonActor:
        """With all they are to the lesson; whoever has no byline yet wrote none of it."""
        roles = roles_to(matter.lesson.theme, matter.visits, self.parts, self.themes)
        return LessonActor(pseudonym=self.byline or self.person.id, roles=roles)

    def wrote(self, matter: Matter) -> bool:
        return self.byline in matter.writers

    def is_near(self, matter: Matter) -> bool:
        """Whether the lesson is their own business: by its theme, or by a visit it comes from."""
        on = {part.visit for part in self.parts if part.role in _REVIEWING}
        return matter.lesson.theme in self.themes or not on.isdisjoint(matter.visits)

    def may_read(self, matter: Matter) -> bool:
        """Whether they may read a lesson under review; of its quotes, see ``may_see``."""
        if self.wrote(matter) or self.is_near(matter):
            return True
        return self.reviews and self.sees_all(matter)

    def may_see(self, matter: Matter, scope: Scope | None) -> bool:
        """Whether they may see what a lesson under review rests on and is of this scope.

        Writing some of a lesson opens nothing: anybody may add to one that they can only read. Its
        theme's owners are there to check it, wherever it comes from.
        """
        return matter.lesson.theme in self.themes or scope in self.scopes

    def may(self, matter: Matter, gesture: LessonGesture) -> bool:
        """Whether they may make the gesture, which to check a lesson takes seeing all that it rests on."""
        if not self.may_read(matter) or (gesture in _CHECKING and not self.sees_all(matter)):
            return False
        return may(matter.lesson, gesture, self.actor(matter))

    def require(self, matter: Matter, gesture: LessonGesture) -> None:
        """Raises NotAllowedError, with a sentence, unless they may make the gesture."""
        required(matter.lesson, gesture, self.actor(matter))
        if not self.may(matter, gesture):
            raise NotAllowedError(
                f"whoever may not see all that this lesson rests on cannot {gesture} it: "
                "ask somebody of its visit, or an owner of its theme"
            )

    def sees_all(self, matter: Matter) -> bool:
        return all(self.may_see(matter, scope) for scope in matter.scopes)


_CHECKING = frozenset({LessonGesture.VALIDATE, LessonGesture.RENEW})
_REVIEWING = frozenset({Role.FACILITATOR, Role.HOST})


def visits_of(evidence: Iterable[LessonEvidence]) -> frozenset[str]:
    """The visits on which it was told."""
    return frozenset(each.visit for each in evidence if isinstance(each, RecordEvidence))


def roles_to(
    theme: Theme | None, visits: Collection[str], parts: Iterable[Participant], themes: Collection[Theme]
) -> frozenset[LessonRole]:
    """What somebody who has these parts and owns these themes is to a lesson on a theme and from visits."""
    roles = {LessonRole.OFFICER}
    for part in parts:
        if part.role is Role.FACILITATOR:
            roles.add(LessonRole.FACILITATOR)
        if part.role is Role.HOST and part.visit in visits:
            roles.add(LessonRole.HOST)
    if theme in themes:
        roles.add(LessonRole.OWNER)
    return frozenset(roles)


def waiting_for(reviewer: Reviewer, matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Those whose next step the reviewer may take, the one that waits longest first."""
    found = [matter for matter in matters if _waits_for(matter, reviewer)]
    return tuple(sorted(found, key=lambda matter: (matter.since, matter.lesson.id)))


def _waits_for(matter: Matter, reviewer: Reviewer) -> bool:
    """A lesson that is to be put in other words waits for those whose words they are."""
    if matter.step is None or not reviewer.may(matter, matter.step):
        return False
    return matter.step is not LessonGesture.REVISE or reviewer.wrote(matter)


def next_reviewers(matter: Matter, reviewers: Iterable[Reviewer]) -> tuple[Reviewer, ...]:
    """Those in Slack who are to hear that it is their turn; none when nobody there can take the step.

    Where somebody can whose own business the lesson is, nobody further off is troubled with it.
    """
    able = [one for one in reviewers if one.in_slack and _waits_for(matter, one)]
    return tuple([one for one in able if one.is_near(matter)] or able)


def menders(matter: Matter, reviewers: Iterable[Reviewer]) -> tuple[Reviewer, ...]:
    """The facilitators in Slack who are to hear that nobody can take the next step."""
    able = [one for one in reviewers if one.in_slack and one.facilitates and one.may_read(matter)]
    return tuple([one for one in able if one.is_near(matter)] or able)


_FIRST_REMINDER = 3
"""Working days after a lesson began to wait."""
_WORKING_DAYS = 5


def reminders_due(since: date, today: date) -> int:
    """How many times whoever a lesson waits for is to have been reminded by the end of today.

    First after three working days, then every Monday, so that many lessons make one reminder a week.
    """
    first = _after(since, _FIRST_REMINDER)
    if today < first:
        return 0
    mondays = (first + timedelta(days=days) for days in range(1, (today - first).days + 1))
    return 1 + sum(day.weekday() == 0 for day in mondays)


def _after(day: date, working_days: int) -> date:
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < _WORKING_DAYS
    return day
