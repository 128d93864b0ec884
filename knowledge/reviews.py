"""Lessons proposed, reviewed and used: the rules of ``knowledge.lessons`` applied to the store.

What a lesson's quotes are compared with is read here, so that nobody can forget to. A gesture that
needs no sources is made by the rules alone and stored by ``store.lessons.change``.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from embeddings import Embedder
from knowledge.errors import StaleLessonError, StaleRecordError, UnknownCaseStudyError
from knowledge.fields import PROSE_LIMIT
from knowledge.lessons import (
    Adoption,
    Lesson,
    LessonActor,
    LessonDraft,
    LessonEvidence,
    PassageEvidence,
    RecordEvidence,
    Sources,
    applied,
    compared,
    expired,
    merged,
    nearest,
    proposed,
    rechecked,
    revised,
    shown_adoption,
    validated,
    with_evidence,
)
from knowledge.model import CaseStudy, Theme
from knowledge.records import Actor, RecordGesture, RecordStatus, Source
from knowledge.records import moved as record_moved
from knowledge.store import LessonVector, Store
from knowledge.turns import roles_to, visits_of
from knowledge.visits import Role

_RECHECKED = "quotes of lessons checked"
"""The fact of the store that says up to which change of case studies the lessons' quotes were checked."""
_BATCH = 64  # lessons embedded at once


@dataclass(frozen=True, slots=True)
class NearLesson:
    """A lesson that may say the same as a draft, and how near it is, from 0 to 1."""

    lesson: Lesson
    score: float


@dataclass(frozen=True, slots=True)
class Reviews:
    """What people do with lessons."""

    store: Store
    now: Callable[[], datetime]

    def actor(
        self,
        person: str,
        *,
        offered: str,
        source: Source,
        theme: Theme | None = None,
        evidence: Sequence[LessonEvidence] = (),
    ) -> LessonActor:
        """A person as lessons know them, with all they are to one of this theme and evidence.

        ``offered`` is the pseudonym they get if they have none yet.
        """
        parts, themes = self.store.people.parts(person), self.store.theme_owners.themes(person)
        roles = roles_to(theme, visits_of(evidence), parts, themes)
        byline = self.store.people.byline(person, offered)
        return LessonActor(pseudonym=byline, roles=roles, source=source)

    def propose(self, draft: LessonDraft, lesson: str, actor: LessonActor) -> Lesson:
        """Stores a new lesson, and says of its records that they were distilled.

        The one that is stored already, when this is a repeated delivery.
        """
        made = proposed(draft, lesson, actor, self.sources(draft.evidence), at=self.now())
        if self.store.lessons.add(made):
            self._distil(made, actor)
        return self.store.lessons.get(lesson)

    def revise(self, seen: Lesson, draft: LessonDraft, actor: LessonActor) -> Lesson:
        """Stores the lesson in other words."""
        after = revised(seen, draft, actor, self.sources(draft.evidence), at=self.now())
        self.store.lessons.change(after, seen.version)
        self._distil(after, actor)
        return after

    def validate(self, seen: Lesson, checked: Iterable[int], actor: LessonActor) -> Lesson:
        """Stores that every claim was checked, against sources as they stand now."""
        at = self.now()
        quoted = {each.case_study for each in seen.evidence if isinstance(each, PassageEvidence)}
        found = self.sources(seen.evidence)
        today = seen
        for case_study in sorted(quoted):
            today = rechecked(today, case_study, found, at=at)
        after = validated(today, actor, frozenset(checked), at=at)
        self.store.lessons.change(after, seen.version)
        return after

    def add_evidence(
        self,
        seen: Lesson,
        claim: int,
        evidence: RecordEvidence | PassageEvidence,
        actor: LessonActor,
        reason: str | None = None,
    ) -> Lesson:
        """Stores one more quote under a claim, counted from one."""
        among = self.sources([*seen.evidence, evidence])
        after = with_evidence(seen, claim, evidence, actor, among, at=self.now(), reason=reason)
        if after is not seen:
            self.store.lessons.change(after, seen.version)
            self._distil(after, actor)
        return after

    def merge(self, seen: Lesson, into: Lesson, actor: LessonActor, reason: str) -> Lesson:
        """Stores that one lesson went into another, whose first claim takes over all its quotes.

        The quotes are added first: whatever is interrupted can be done again. Where they came from
        stands beside them by an id alone, for not everybody who sees the one lesson may see the other.
        """
        after = merged(seen, into, actor, at=self.now(), reason=reason)
        whence = f"From lesson {seen.id}, which went into this one: {reason}"[:PROSE_LIMIT]
        for evidence in seen.evidence:
            if evidence.fault is None:
                into = self.add_evidence(into, 1, evidence, actor, whence)
        self.store.lessons.change(after, seen.version)
        return after

    def adopt(self, adoption: Adoption, actor: LessonActor) -> Lesson:
        """Stores that a council used a lesson, which is an applied one if they name a change."""
        self.store.adoptions.add(adoption)
        kept = self.store.adoptions.get(adoption.id)
        return self._changing(kept.lesson, lambda lesson: applied(lesson, kept, actor, at=self.now()))

    def follow_up(self, adoption: Adoption, seen_version: int, actor: LessonActor) -> Lesson:
        """Stores what came of an adoption since; StaleAdoptionError if there is a later version."""
        kept = self.store.adoptions.change(adoption, seen_version)
        return self._changing(kept.lesson, lambda lesson: applied(lesson, kept, actor, at=self.now()))

    def expire(self) -> tuple[Lesson, ...]:
        """Stores of every lesson in force whose review date is over that it is stale; those it were."""
        at = self.now()
        due = self.store.lessons.due(at.date())
        return tuple(
            self._changing(lesson.id, lambda seen: expired(seen, at.date(), at=at) or seen) for lesson in due
        )

    def recheck(self) -> tuple[Lesson, ...]:
        """Compares the lessons' quotes with every case study that changed since this was last done.

        Gives back the lessons that changed by it: see ``Lesson.faults``.
        """
        number = int(self.store.facts.get(_RECHECKED) or 0)
        changes = self.store.case_studies.changed_since(number)
        touched = {*changes.changed, *changes.removed} & self.store.lessons.quoted_case_studies()
        found = [lesson for case_study in sorted(touched) for lesson in self._recheck(case_study)]
        self.store.facts.put(_RECHECKED, str(changes.number))
        return tuple(found)

    def sources(self, evidence: Iterable[RecordEvidence | PassageEvidence]) -> Sources:
        """What these quotes are taken from, as far as it is there."""
        quoted = [*evidence]
        records = self.store.records.several(
            {each.record for each in quoted if isinstance(each, RecordEvidence)}
        )
        visits = {record.visit for record in records.values()}
        studies = {each.case_study for each in quoted if isinstance(each, PassageEvidence)}
        found = ((name, self._case_study(name)) for name in sorted(studies))
        return Sources(
            records,
            {visit: self.store.visits.get(visit) for visit in sorted(visits)},
            {name: case_study for name, case_study in found if case_study},
            self.store.records.composed_from(records.values()),
        )

    def _case_study(self, name: str) -> CaseStudy | None:
        try:
            return self.store.case_studies.get(name)
        except UnknownCaseStudyError:
            return None

    def _distil(self, lesson: Lesson, actor: LessonActor) -> None:
        """Marks the accepted records behind a lesson as distilled."""
        by = Actor(pseudonym=actor.pseudonym, role=Role.FACILITATOR)
        quoted = {each.record for each in lesson.evidence if isinstance(each, RecordEvidence)}
        for record in self.store.records.several(quoted).values():
            if record.status is RecordStatus.ACCEPTED:
                after = record_moved(record, RecordGesture.DISTIL, by, at=self.now())
                with suppress(
                    StaleRecordError
                ):  # Somebody changed it just now: its quotes are looked at again.
                    self.store.records.change(after, record.version)

    def _recheck(self, case_study: str) -> list[Lesson]:
        study = self._case_study(case_study)
        found = Sources(case_studies={case_study: study} if study else {})
        quoting = self.store.lessons.quoting_case_study(case_study)
        after = [
            self._changing(lesson.id, lambda seen: rechecked(seen, case_study, found, at=self.now()))
            for lesson in quoting
        ]
        return [now for before, now in zip(quoting, after, strict=True) if now.version > before.version]

    def _changing(self, lesson: str, change: Callable[[Lesson], Lesson]) -> Lesson:
        """The lesson, changed from whatever it is by then: for what nobody decides by looking at it."""
        while True:
            seen = self.store.lessons.get(lesson)
            after = change(seen)
            if after is seen:
                return seen
            try:
                self.store.lessons.change(after, seen.version)
            except StaleLessonError:  # Somebody was quicker; each of them gets further, so this ends.
                continue
            return after


def shown_use(store: Store, lesson: Lesson, adoption: Adoption) -> Adoption:
    """The adoption as it may be told beside its lesson; whoever said it counts among its names."""
    names, by = store.lessons.names(lesson), store.people.behind(adoption.by)
    people = (*names.people, by.display_name) if by else names.people
    return shown_adoption(adoption, lesson.attribution, replace(names, people=people))


def near(draft: LessonDraft, store: Store, embedder: Embedder) -> tuple[NearLesson, ...]:
    """The living lessons that say nearly what the draft says, the nearest first."""
    while embed_some(store, embedder):
        pass
    kept = store.lessons.vectors(embedder.name)
    if not kept.lessons:
        return ()
    [vector] = _vectors([draft], embedder)
    found = nearest(vector, kept.lessons, kept.rows)
    lessons = store.lessons.several([each.lesson for each in found])
    return tuple(NearLesson(lessons[each.lesson], each.score) for each in found if each.lesson in lessons)


def embed_some(store: Store, embedder: Embedder) -> int:
    """Embeds some of the living lessons that are not yet, as many as take a few seconds; how many."""
    some = store.lessons.without_vector(embedder.name, _BATCH)
    if some:
        vectors = zip(some, _vectors(some, embedder), strict=True)
        made = [LessonVector(lesson.id, vector) for lesson, vector in vectors]
        store.lessons.put_vectors(embedder.name, made)
    return len(some)


def _vectors(drafts: Sequence[LessonDraft], embedder: Embedder) -> list[np.ndarray]:
    embedded = embedder.encode_document([compared(draft) for draft in drafts], [()] * len(drafts))
    return [each.vector for each in embedded]
