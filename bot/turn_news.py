"""Telling people of lessons under review: what happened, that it is their turn, that nobody's is.

Whoever proposed a lesson hears of each step, and whoever can take the next one of that; nobody of what
they did themselves, and nobody twice. It follows from what the store holds, so it makes no difference
where a step was taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slack_sdk import WebClient

from bot.blocks import turns as blocks
from bot.direct_messages import DirectMessages
from bot.homes import Homes
from bot.lesson_views import told_history
from bot.merge_news import MergeNews
from bot.office_hours import day_of
from bot.wording import turns as wording
from knowledge.attribution import struck
from knowledge.lessons import Lesson, LessonGesture
from knowledge.reviewers import Reviewers
from knowledge.store import Store
from knowledge.turns import (
    Matter,
    Reviewer,
    menders,
    next_reviewers,
    reminders_due,
    waiting_for,
)
from knowledge.visits import Person

_NEWS_LASTS = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class TurnNews:
    """What is to be told as of one moment."""

    client: WebClient
    store: Store
    homes: Homes
    channel: str | None
    """The facilitators'; None where there is none."""
    at: datetime

    def tell_all(self) -> None:
        """Tell of every lesson to which something happened lately, and call for help where it is due."""
        reviewers, roster = Reviewers(self.store), Reviewers(self.store).all()
        matters = reviewers.matters(self.store.lessons.changed_since(self.at - _NEWS_LASTS))
        for matter in matters:
            if self._tell(matter, roster):
                self._refresh(matter, roster)
        self._call_for_help(matters, roster)

    def tell(self, lesson: str) -> None:
        """Tell of one of them, just after something was done with it here."""
        reviewers, roster = Reviewers(self.store), Reviewers(self.store).all()
        matter = reviewers.matter(self.store.lessons.get(lesson))
        self._tell(matter, roster)
        self._refresh(matter, roster)
        self._call_for_help([matter], roster)

    def remind_all(self) -> None:
        """Once a day, remind everybody for whom lessons have waited for too long of all that wait for them.

        So many are held against so many here that it is not done at every round.
        """
        if not self.store.chores.claim(f"lessons looked through on {self._today}", self.at):
            return
        pending, roster = Reviewers(self.store).pending(), Reviewers(self.store).all()
        near = {matter.lesson.id: next_reviewers(matter, roster) for matter in pending}
        for reviewer in roster:
            waiting = waiting_for(reviewer, pending)
            self._remind(reviewer.person, [one for one in waiting if reviewer in near[one.lesson.id]])
        self._call_for_help(pending, roster)

    def _refresh(self, matter: Matter, roster: Iterable[Reviewer]) -> None:
        """Show on Home what waits now, to those whose own business the lesson is."""
        self.homes.refresh(*(one.person.id for one in roster if one.is_near(matter)))

    # News

    def _tell(self, matter: Matter, roster: Sequence[Reviewer]) -> bool:
        """Whether there was anybody to be told."""
        turns = next_reviewers(matter, roster)
        proposer = self.store.people.behind(matter.lesson.proposer)
        told = [
            self._tell_one(
                one.person, matter, self._news(matter, [matter.version], one.byline), own=False, turn=True
            )
            for one in turns
            if one.person != proposer
        ]
        if proposer:
            news = self._news(matter, matter.steps, matter.lesson.proposer)
            turn = any(one.person == proposer for one in turns)
            told.append(self._tell_one(proposer, matter, news, own=True, turn=turn))
        MergeNews(self._messages, self.store, self.at).tell(matter.lesson)
        return any(told)

    def _news(self, matter: Matter, steps: Iterable[int], byline: str | None) -> list[int]:
        """Those of the steps that were taken lately, and by somebody else."""
        since, history = self.at - _NEWS_LASTS, matter.lesson.history
        return [step for step in steps if history[step - 1].at > since and history[step - 1].actor != byline]

    def _tell_one(
        self, person: Person, matter: Matter, steps: Iterable[int], *, own: bool, turn: bool
    ) -> bool:
        lesson = matter.lesson
        keys = {f"lesson {lesson.id} v{step} told {person.id}": step for step in sorted(steps)}
        done = self.store.chores.claimed(keys)
        untold = {key: step for key, step in keys.items() if key not in done}
        if not untold:
            return False
        events = told_history(self.store, lesson)
        happened = [events[step - 1] for step in untold.values()]
        said = wording.news([event.gesture for event in happened], own=own)
        told = blocks.News(
            lesson.id,
            self._title(lesson),
            said,
            happened[-1].reason,
            wording.TURNS.get(matter.step) if turn and matter.step else None,
        )
        return self._messages.once(tuple(untold), person.slack_user, said, blocks.news(told), self.at)

    # Reminders

    def _remind(self, person: Person, waiting: Sequence[Matter]) -> None:
        """Those due are claimed one by one, and told of in one message, with all others that wait."""
        if not waiting or not person.nudged:
            return
        due = [(one, reminders_due(day_of(one.since), self._today)) for one in waiting]
        keys = [
            f"lesson {one.lesson.id} v{one.version} reminder {number} {person.id}"
            for one, number in due
            if number
        ]
        if self.store.chores.claimed(keys) == frozenset(keys):
            return
        said = wording.reminder(len(waiting), day_of(waiting[0].since))
        content = blocks.reminder(said, [self._title(matter.lesson) for matter in waiting])
        self._messages.once(keys, person.slack_user, said, content, self.at)

    # Calls for help

    def _call_for_help(self, matters: Iterable[Matter], roster: Sequence[Reviewer]) -> None:
        """Tell the facilitators what nobody can go on with, and how to mend it."""
        stuck = [
            (matter, matter.step) for matter in matters if matter.step and not next_reviewers(matter, roster)
        ]
        by_person: dict[str, list[tuple[Matter, LessonGesture]]] = defaultdict(list)
        people = {one.person.id: one.person for one in roster}
        for matter, step in stuck:
            for mender in menders(matter, roster):
                by_person[mender.person.id].append((matter, step))
        for person, theirs in by_person.items():
            self._call(people[person].slack_user, person, theirs)
        if self.channel and stuck:
            self._call(self.channel, None, stuck)

    def _call(
        self, where: str | None, person: str | None, stuck: Sequence[tuple[Matter, LessonGesture]]
    ) -> None:
        """In a channel, where nobody knows who reads along, no lesson is named."""
        keys = {
            f"lesson {matter.lesson.id} v{matter.version} stuck {person or 'channel'}": (matter, step)
            for matter, step in stuck
        }
        done = self.store.chores.claimed(keys)
        untold = {key: one for key, one in keys.items() if key not in done}
        if not untold:
            return
        lines = [
            (self._title(matter.lesson) if person else None, lack(matter, step))
            for matter, step in untold.values()
        ]
        several = len(untold) > 1
        if person:
            said = wording.NOBODY_WITH_SEVERAL if several else wording.NOBODY
        else:
            said = wording.SEVERAL_IN_CHANNEL if several else wording.IN_CHANNEL
        only = None if several or not person else next(iter(untold.values()))[0].lesson.id
        self._messages.once(tuple(untold), where, said, blocks.call(said, lines, only), self.at)

    @property
    def _today(self) -> date:
        return day_of(self.at)

    def _title(self, lesson: Lesson) -> str:
        return struck(lesson.title, lesson.attribution, self.store.lessons.names(lesson))

    @property
    def _messages(self) -> DirectMessages:
        return DirectMessages(self.client, self.store)


def lack(matter: Matter, step: LessonGesture) -> str:
    """Why nobody can take the step with the lesson, and how to mend it."""
    return wording.lacking(step, matter.lesson.theme, on_visit=bool(matter.visits))
