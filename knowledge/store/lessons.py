"""Lessons: stored once however often they arrive, changed only by who has seen the last change.

What was told and then withdrawn by its author leaves every lesson that quotes it in the same
transaction: see ``forget_record``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import sqlalchemy as sa

from knowledge.attribution import Names
from knowledge.councils import council_key
from knowledge.errors import StaleLessonError, UnknownLessonError
from knowledge.lessons import (
    LIVING,
    STANDINGS,
    Lesson,
    LessonGesture,
    LessonStatus,
    Loss,
    PassageEvidence,
    RecordEvidence,
    forgetting,
)
from knowledge.model import Audience, Scopes, Theme
from knowledge.records import Record
from knowledge.scopes import NETWORK, teams_among, together
from knowledge.store.engine import Database
from knowledge.store.lesson_rows import lesson_row, read_lessons, write_parts
from knowledge.store.lesson_tables import (
    lesson_councils,
    lesson_evidence,
    lesson_history,
    lesson_vectors,
    lessons,
)
from knowledge.store.people import People
from knowledge.store.publication import About, note
from knowledge.store.statements import in_lists, insert_once, upsert
from knowledge.store.tables import case_studies
from knowledge.store.values import LessonFilters, LessonPage, LessonVector, LessonVectors
from knowledge.store.visit_tables import records, visits
from knowledge.store.visits import require_visit

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Lessons:
    """What visits and case studies teach."""

    database: Database

    def add(self, lesson: Lesson) -> bool:
        """Stores the lesson; False when one of its id is stored already, which stays as it is."""
        with self.database.writing() as connection:
            if lesson.visit is not None:
                require_visit(connection, lesson.visit)
            added = insert_once(connection, lessons, lesson_row(lesson))
            if added:
                write_parts(connection, lesson)
                note(connection, About.LESSON, lesson.id)
            return added

    def change(self, lesson: Lesson, expected_version: int) -> None:
        """Stores the lesson in place of the version that was seen; StaleLessonError if there is a later."""
        with self.database.writing() as connection:
            _replace(connection, lesson, expected_version)

    def get(self, lesson: str) -> Lesson:
        """The lesson of this id; UnknownLessonError when there is none."""
        found = self._read(sa.select(lessons).where(lessons.c.id == lesson))
        if not found:
            raise UnknownLessonError(lesson)
        return found[0]

    def several(self, ids: Collection[str]) -> dict[str, Lesson]:
        """Those of the lessons that there are, by id."""
        return {
            lesson.id: lesson
            for some in in_lists(sorted(ids))
            for lesson in self._read(sa.select(lessons).where(lessons.c.id.in_(some)))
        }

    def find(self, filters: LessonFilters, *, limit: int = _PAGE, after: str | None = None) -> LessonPage:
        """Those that pass all the filters, the latest change first; ``after`` is the last one seen."""
        conditions = tuple(_conditions(filters))
        order = (lessons.c.changed_at.desc(), lessons.c.id.desc())
        chosen = sa.select(lessons).where(*conditions, *_beyond(after)).order_by(*order).limit(limit + 1)
        with self.database.reading() as connection:
            found = read_lessons(connection, chosen)
            total = connection.execute(_counted(*conditions)).scalar_one()
        more = len(found) > limit
        return LessonPage(found[:limit], total, found[limit - 1].id if more else None)

    def every(self, filters: LessonFilters) -> tuple[Lesson, ...]:
        """All that pass the filters, the latest change first."""
        order = (lessons.c.changed_at.desc(), lessons.c.id.desc())
        chosen = sa.select(lessons).where(*_conditions(filters)).order_by(*order)
        with self.database.reading() as connection:
            return read_lessons(connection, chosen)

    def count_by_theme(self, filters: LessonFilters) -> dict[Theme, int]:
        """How many pass the filters, theme by theme, the themes in their own order."""
        chosen = sa.select(lessons.c.theme, sa.func.count()).where(*_conditions(filters))
        with self.database.reading() as connection:
            rows = connection.execute(chosen.group_by(lessons.c.theme)).all()
        found = {theme: number for theme, number in rows}  # noqa: C416  # dict() takes no rows
        return {theme: found[theme] for theme in Theme if theme in found}

    def statuses(self) -> dict[str, LessonStatus]:
        """How far each lesson has come, by id."""
        with self.database.reading() as connection:
            return {
                row.id: row.status for row in connection.execute(sa.select(lessons.c.id, lessons.c.status))
            }

    def due(self, today: date) -> tuple[Lesson, ...]:
        """Those in force whose review date is over."""
        in_force = lessons.c.status.in_([LessonStatus.SHARED, LessonStatus.APPLIED])
        return self._read(sa.select(lessons).where(in_force, lessons.c.review_on <= today))

    def in_statuses(self, statuses: Collection[LessonStatus]) -> tuple[Lesson, ...]:
        """Those that have come so far, the one that changed first at the beginning."""
        return self._read(sa.select(lessons).where(lessons.c.status.in_(sorted(statuses))))

    def changed_since(self, moment: datetime) -> tuple[Lesson, ...]:
        """Those to which something happened after the moment, in that order."""
        return self._read(sa.select(lessons).where(lessons.c.changed_at > moment))

    def any_quoting(self, record: str) -> bool:
        """Whether one of them quotes the record, whatever became of it."""
        with self.database.reading() as connection:
            return _any(connection, lesson_evidence.c.record_id == record)

    def holding(self, record: str) -> tuple[Lesson, ...]:
        """Those that rest on the record and that something may still become of."""
        return self._read(_quoting(lesson_evidence.c.record_id == record).where(_LIVING))

    def quoting_case_study(self, case_study: str) -> tuple[Lesson, ...]:
        return self._read(_quoting(lesson_evidence.c.case_study_id == case_study))

    def quoted_case_studies(self) -> frozenset[str]:
        """The ids of the case studies that some lesson quotes, whether or not they are there still."""
        chosen = sa.select(lesson_evidence.c.case_study_id).distinct()
        with self.database.reading() as connection:
            return frozenset(name for name in connection.scalars(chosen) if name is not None)

    def latest(self, lesson: str) -> str:
        """The id of the lesson, or of the one that it went into, or that one: whose words are left."""
        with self.database.reading() as connection:
            while into := connection.scalar(_INTO.where(lessons.c.id == lesson)):
                lesson = into
        return lesson

    def joint(self, own: Collection[str]) -> frozenset[str]:
        """The visits ``together`` that lessons rest on which rest on one of these and on others, too."""
        told = sa.select(lesson_evidence.c.lesson_id).join(
            records, records.c.id == lesson_evidence.c.record_id
        )
        of_visits = told.where(records.c.visit_id.in_(sorted(own)))
        rests = sa.select(lesson_evidence.c.lesson_id, lesson_evidence.c.visit_id).distinct()
        chosen = rests.where(
            lesson_evidence.c.lesson_id.in_(of_visits), lesson_evidence.c.visit_id.is_not(None)
        )
        found: dict[str, set[str]] = defaultdict(set)
        with self.database.reading() as connection:
            for row in connection.execute(chosen):
                found[row.lesson_id].add(str(row.visit_id))
        return frozenset(name for each in found.values() if len(each) > 1 and (name := together(each)))

    def names(self, lesson: Lesson) -> Names:
        """Everybody and every council that has to do with what the lesson rests on."""
        return self.names_of([lesson])[lesson.id]

    def names_of(self, found: Sequence[Lesson]) -> dict[str, Names]:
        """The same of several, by the lesson's id; each visit is looked at once."""
        people, about = People(self.database), self.organisations(found)
        visits_ = {visit for lesson in found for visit in _visits_of(lesson)}
        named = {visit: people.names(visit) for visit in sorted(visits_)}
        return {lesson.id: _names(lesson, named, about) for lesson in found}

    def organisations(self, found: Sequence[Lesson]) -> dict[str, tuple[str, ...]]:
        """The councils that each origin of their evidence is about, for ``lessons.agreement``."""
        hosts = sorted({visit for lesson in found for visit in _visits_of(lesson)})
        studies = sorted({study for lesson in found for study in _case_studies_of(lesson)})
        with self.database.reading() as connection:
            of_visits = {
                f"visit {row.id}": (row.host,)
                for some in in_lists(hosts)
                for row in connection.execute(_HOSTS.where(visits.c.id.in_(some)))
            }
            of_studies = {
                f"case study {row.id}": tuple(row.councils)
                for some in in_lists(studies)
                for row in connection.execute(_COUNCILS.where(case_studies.c.id.in_(some)))
            }
        return of_visits | of_studies

    def vectors(self, model: str) -> LessonVectors:
        """What one model made of the lessons that something may still become of."""
        packed = sa.type_coerce(lesson_vectors.c.vector, sa.LargeBinary)  # unpacked at once: rows are many
        chosen = sa.select(lesson_vectors.c.lesson_id, packed).join(lessons)
        of_model = (lesson_vectors.c.model == model, _LIVING)
        with self.database.reading() as connection:
            found = connection.execute(chosen.where(*of_model).order_by(lesson_vectors.c.lesson_id)).all()
        numbers = np.frombuffer(b"".join(vector for _, vector in found), dtype="<f4")
        rows = numbers.reshape(len(found), -1) if found else numbers.reshape(0, 0)
        return LessonVectors(tuple(lesson for lesson, _ in found), rows.astype(np.float32, copy=False))

    def any_living(self) -> bool:
        """Whether there is a lesson that something may still become of."""
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.exists().where(_LIVING))).scalar_one()

    def without_vector(self, model: str, limit: int) -> tuple[Lesson, ...]:
        """Some of those that it has made nothing of yet, or not of the words they have now."""
        has_one = sa.exists().where(
            lesson_vectors.c.lesson_id == lessons.c.id, lesson_vectors.c.model == model
        )
        return self._read(sa.select(lessons).where(_LIVING, ~has_one).limit(limit))

    def put_vectors(self, model: str, made: Sequence[LessonVector]) -> None:
        """Stores what a model made of lessons."""
        with self.database.writing() as connection:
            for one in made:
                upsert(
                    connection,
                    lesson_vectors,
                    {"lesson_id": one.lesson, "model": model, "vector": one.vector},
                )

    def _read(self, chosen: sa.Select[Any]) -> tuple[Lesson, ...]:
        with self.database.reading() as connection:
            return read_lessons(connection, chosen.order_by(lessons.c.changed_at, lessons.c.id))


_SHARING = frozenset({LessonGesture.SHARE})
_REVIEWING = frozenset({LessonGesture.VALIDATE, LessonGesture.RENEW})
_LIVING = lessons.c.status.in_(sorted(LIVING))
_INTO = sa.select(lessons.c.merged_into)
_HOSTS = sa.select(visits.c.id, visits.c.host)
_COUNCILS = sa.select(case_studies.c.id, case_studies.c.councils)


def forget_record(connection: sa.Connection, told_before: Record, why: Loss, at: datetime) -> None:
    """Erases what the record told from every lesson that quotes it."""
    chosen = _quoting(lesson_evidence.c.record_id == told_before.id)
    for lesson in read_lessons(connection, chosen):
        _replace(connection, forgetting(lesson, told_before, why, at=at), lesson.version)


def is_held(connection: sa.Connection, record: str) -> bool:
    """Whether a lesson that something may still become of rests on the record."""
    rests = lesson_evidence.c.lesson_id == lessons.c.id
    return _any(connection, lesson_evidence.c.record_id == record, rests, _LIVING)


def _any(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> bool:
    return connection.execute(sa.select(sa.exists().where(*conditions))).scalar_one()


def _replace(connection: sa.Connection, lesson: Lesson, expected_version: int) -> None:
    seen = sa.update(lessons).where(lessons.c.id == lesson.id, lessons.c.version == expected_version)
    if connection.execute(seen.values(lesson_row(lesson))).rowcount == 0:
        if connection.scalar(sa.select(lessons.c.id).where(lessons.c.id == lesson.id)) is None:
            raise UnknownLessonError(lesson.id)
        raise StaleLessonError
    write_parts(connection, lesson)
    if lesson.history[-1].gesture in {LessonGesture.REVISE, LessonGesture.RECHECK}:  # its words are others
        connection.execute(sa.delete(lesson_vectors).where(lesson_vectors.c.lesson_id == lesson.id))
    note(connection, About.LESSON, lesson.id)


def _conditions(filters: LessonFilters) -> Iterator[sa.ColumnElement[bool]]:
    if filters.statuses:
        yield lessons.c.status.in_(sorted(filters.statuses))
    if filters.themes:
        yield lessons.c.theme.in_(sorted(filters.themes))
    if filters.audiences:
        yield lessons.c.audience.in_(sorted(filters.audiences))
    if filters.visit:
        yield lessons.c.visit_id == filters.visit
    if filters.faulty:
        yield lessons.c.faulty
    if filters.councils:
        keys = sorted({council_key(name) for name in filters.councils})
        of_councils = sa.select(lesson_councils.c.lesson_id).where(lesson_councils.c.key.in_(keys))
        yield lessons.c.id.in_(of_councils)
    if filters.scopes is not None:
        yield _seen_with(filters.scopes)
    yield from _dated(filters)
    texts = (lessons.c.title, lessons.c.lesson, lessons.c.recommendation)
    yield from (_held(word, *texts) for word in filters.text.split())
    yield from (_held(word, lessons.c.title) for word in filters.title.split())


def _held(word: str, *texts: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether one of the texts holds the word."""
    return sa.or_(*(sa.func.lower(text).contains(word.lower(), autoescape=True) for text in texts))


def _dated(filters: LessonFilters) -> Iterator[sa.ColumnElement[bool]]:
    for gestures, day in ((_SHARING, filters.shared_since), (_REVIEWING, filters.reviewed_since)):
        if day is not None:
            yield lessons.c.id.in_(_happened(gestures, day))


def _happened(gestures: Collection[LessonGesture], since: date) -> sa.Select[str]:
    """The ids of the lessons to which that happened on the day or later, by UTC."""
    begins = datetime.combine(since, time.min, UTC)
    of_gesture = lesson_history.c.gesture.in_(sorted(gestures))
    return sa.select(lesson_history.c.lesson_id).where(of_gesture, lesson_history.c.at >= begins)


def _seen_with(scopes: Scopes) -> sa.ColumnElement[bool]:
    """What may be seen with these scopes: ``knowledge.scopes.scope_of``, as a condition."""
    audiences = [Audience.PUBLIC] + ([Audience.NETWORK] if NETWORK in scopes else [])
    endorsed = lessons.c.status == LessonStatus.ENDORSED
    for_many = ~endorsed & lessons.c.audience.in_(audiences)
    for_a_team = endorsed | (lessons.c.audience == Audience.VISIT_TEAM)
    own = sorted(teams_among(scopes))
    rests_on = sa.exists().where(
        lesson_evidence.c.lesson_id == lessons.c.id, lesson_evidence.c.visit_id.in_(own)
    )
    of_own_team = for_a_team & (lessons.c.visit_id.in_(own) | rests_on)
    return lessons.c.status.in_(sorted(STANDINGS)) & (for_many | of_own_team)


def _beyond(after: str | None) -> Iterator[sa.ColumnElement[bool]]:
    if after is not None:
        last = sa.select(lessons.c.changed_at, lessons.c.id).where(lessons.c.id == after)
        yield sa.tuple_(lessons.c.changed_at, lessons.c.id) < last.scalar_subquery()


def _counted(*conditions: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(lessons).where(*conditions)


def _quoting(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(lessons).where(lessons.c.id.in_(sa.select(lesson_evidence.c.lesson_id).where(condition)))


def _names(lesson: Lesson, named: Mapping[str, Names], about: Mapping[str, Sequence[str]]) -> Names:
    of_visits = [named[visit] for visit in _visits_of(lesson)]
    councils = {council for each in lesson.evidence for council in about.get(each.origin, ())}
    return Names(
        people=tuple(sorted({name for each in of_visits for name in each.people})),
        councils=tuple(sorted(councils | {name for each in of_visits for name in each.councils})),
    )


def _visits_of(lesson: Lesson) -> frozenset[str]:
    return frozenset(each.visit for each in lesson.evidence if isinstance(each, RecordEvidence))


def _case_studies_of(lesson: Lesson) -> frozenset[str]:
    return frozenset(each.case_study for each in lesson.evidence if isinstance(each, PassageEvidence))
