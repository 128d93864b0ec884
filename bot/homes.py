"""Everybody's App Home, kept up to date: published again after every change that it shows.

Pages are made from the store after what changed them, and published one after another: so what is shown
last is what was true last, however many changes came at once. Those of one visit are published together,
and what they have in common is read once for all of them. Only those who have
opened their page have one. What Slack did not take is tried again with the next change.

Time passes too, and the command line changes things: so every now and then the pages of those on visits
are looked at, and published where they are no longer what was published last.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from slack_sdk import WebClient

from bot.blocks.elements import Block
from bot.blocks.homes import OnVisit, Page, home
from bot.clients import TROUBLE
from bot.errands import Errands
from bot.readers import Readers
from bot.showing import Showing, showing
from bot.visiting import Part, Visiting, nearest
from knowledge.councils import council_key
from knowledge.lessons import LessonStatus
from knowledge.model import Audience, Scopes, Theme
from knowledge.overviews import Overview, overview
from knowledge.records import FeedbackRecord, RecordType
from knowledge.reviewers import Reviewers
from knowledge.scopes import NETWORK, scope_of
from knowledge.store import LessonFilters, RecordFilters, Store
from knowledge.visits import Participant, Person, Role, Visit

log = logging.getLogger(__name__)

_IN_FORCE = frozenset({LessonStatus.SHARED, LessonStatus.APPLIED})


@dataclass(frozen=True, slots=True)
class _Library:
    """What there is to read for people of the same scopes."""

    case_studies: int
    councils: int
    by_theme: tuple[tuple[Theme, int], ...]
    lessons: tuple[tuple[Theme, int], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What everybody's page of a visit is made from."""

    seen: Showing
    records: Sequence[FeedbackRecord]
    people: Sequence[tuple[Participant, Person]]


@dataclass(frozen=True, slots=True)
class Homes:
    """The pages of one Slack workspace."""

    client: WebClient
    store: Store
    readers: Readers
    errands: Errands
    now: Callable[[], datetime]
    _missed: set[str] = field(default_factory=set)
    """Whose page Slack did not take. Only the errands touch this, and they run one at a time."""
    _published: dict[str, Block] = field(default_factory=dict)
    """By person, what Slack took last."""

    def open(self, person: Person) -> None:
        """Show the page to somebody who looks at it, and keep it up to date from now on."""
        self.store.homes.open(person.id, self.now())
        self.errands.run(("opened", person.id), partial(self._show, person.id))

    def refresh(self, *people: str) -> None:
        """Publish the pages of these people again, of those who have one; nobody waits for it."""
        for person in people:
            self.errands.run(person, partial(self._refresh, {person}))

    def refresh_visit(self, visit: str) -> None:
        """The same for everybody on a visit."""
        self.errands.run(("visit", visit), lambda: self._refresh(self._on(visit)))

    def look(self) -> None:
        """Have the pages of those on visits under way published where they have changed."""
        for visit in self.store.visits.under_way():
            self.refresh_visit(visit.id)

    def _on(self, visit: str) -> set[str]:
        return {part.person for part in self.store.people.on(visit)}

    def _show(self, person: str) -> None:
        """Publish, whatever was published last: Slack may have lost it."""
        self._published.pop(person, None)
        self._refresh({person})

    def _refresh(self, people: set[str]) -> None:
        library, told = cache(self._library), cache(self._told)
        for person in sorted(self.store.homes.opened(people | self._missed)):
            self._publish(self.store.people.get(person), library, told)

    def _publish(
        self, person: Person, library: Callable[[Scopes], _Library], told: Callable[[Visit], _Told]
    ) -> None:
        if person.slack_user is None:
            return
        view = home(self._page(person, library, told))
        if view == self._published.get(person.id):
            return
        self._published.pop(person.id, None)
        try:
            self.client.views_publish(user_id=person.slack_user, view=view)
        except TROUBLE as error:
            self._missed.add(person.id)
            log.warning("not published", extra={"gesture": "home", "why": type(error).__name__})
        else:
            self._missed.discard(person.id)
            self._published[person.id] = view

    def _page(
        self, person: Person, library: Callable[[Scopes], _Library], told: Callable[[Visit], _Told]
    ) -> Page:
        held = library(self.readers.person(person.slack_user or ""))
        parts = Visiting(self.store).parts(person)
        part = nearest(parts, self.now()) or _latest(parts)
        return Page(
            case_studies=held.case_studies,
            councils=held.councils,
            by_theme=held.by_theme,
            lessons=held.lessons,
            reviews=self._reviews(person),
            on=self._visit(part, told(part.visit)) if part else None,
            saved=len(self.store.saved.of(person.id)),
            reminded=person.nudged if parts else None,
        )

    def _reviews(self, person: Person) -> int | None:
        reviewers = Reviewers(self.store)
        return len(reviewers.waiting_for(person)) if reviewers.of(person).reviews else None

    def _library(self, scopes: Scopes) -> _Library:
        found = self.store.case_studies.summaries()
        studies = [one.metadata for one in found if scope_of(one.metadata, one.status) in scopes]
        audiences = frozenset({Audience.PUBLIC} | ({Audience.NETWORK} if NETWORK in scopes else set()))
        lessons = self.store.lessons.count_by_theme(LessonFilters(_IN_FORCE, audiences=audiences))
        by_theme = Counter(theme for one in studies for theme in one.themes)
        return _Library(
            case_studies=len(studies),
            councils=len({council_key(name) for one in studies for name in one.councils}),
            by_theme=tuple((theme, by_theme[theme]) for theme in Theme if by_theme[theme]),
            lessons=tuple(lessons.items()),
        )

    def _told(self, visit: Visit) -> _Told:
        everybody = self.store.people.everybody(visit.id)
        return _Told(showing(self.store, visit), feedback_on(self.store, visit.id), everybody)

    def on_visit(self, visit: Visit, person: Person) -> OnVisit | None:
        """What the person may see of a visit; None when they are not on it."""
        participant = self.store.people.part(visit.id, person.id)
        return self._visit(Part(visit, participant), self._told(visit)) if participant else None

    def _visit(self, part: Part, told: _Told) -> OnVisit:
        visit, role = part.visit, part.participant.role
        seen, records, people, now = told.seen, told.records, told.people, self.now()
        mine = [one for one in reversed(records) if one.respondent == part.participant.pseudonym]
        programme = tuple(seen.text(session) for session in seen.programme)
        found: Overview | None = None
        if role is Role.FACILITATOR:
            found = overview(visit, programme, records, [one for one, _ in people], now)
        named = set(found.silent.people) if found else set()
        return OnVisit(
            visit=seen.text(visit),
            role=role,
            programme=programme,
            now=now,
            own=tuple(seen.record(one).record for one in mine),
            overview=found,
            silent=tuple((who.slack_user, who.display_name) for _, who in people if who.id in named),
        )


def feedback_on(store: Store, visit: str) -> list[FeedbackRecord]:
    """All that was ever told about a visit, what was withdrawn too."""
    filters = RecordFilters(visit=visit, type=RecordType.FEEDBACK, withdrawn=True)
    return [one for one in store.records.find(filters) if isinstance(one, FeedbackRecord)]


def _latest(parts: tuple[Part, ...]) -> Part | None:
    """The visit that was last: its facilitators and its host come back for the report."""
    return next((part for part in parts if part.participant.role is not Role.PARTICIPANT), None)
