"""What was told and learned, between the store and files; what leaves follows its attribution rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from knowledge import interchange
from knowledge.attribution import Shown, shown
from knowledge.errors import ImportedFileError
from knowledge.lessons import Lesson, RecordEvidence
from knowledge.records import Commitment, Record, RecordType
from knowledge.store import Deed, LessonFilters, RecordFilters, Store

_PAGE = 200


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How much of what a file holds was new, and how much was stored already."""

    visits: int
    records: int
    lessons: int
    adoptions: int
    known: int


def shown_records(store: Store, filters: RecordFilters) -> list[Shown[Record]]:
    """The records that pass the filters, as they may be shown."""
    visit, names, authors = cache(store.visits.get), cache(store.people.names), cache(store.people.authors)
    return [
        shown(
            record,
            visit(record.visit).attribution,
            names(record.visit),
            authors(record.visit).get(record.respondent),
        )
        for record in store.records.find(filters)
    ]


def shown_commitments(store: Store, visit: str | None = None) -> list[Commitment]:
    """What councils committed themselves to on one visit, or on all, as it may be shown."""
    shown = shown_records(store, RecordFilters(visit=visit, type=RecordType.COMMITMENT))
    return [each.record for each in shown if isinstance(each.record, Commitment)]


def export(store: Store, visit: str | None) -> Iterator[str]:
    """The lines of one visit, or of all, tombstones included, and of the lessons distilled from them."""
    visits = [store.visits.get(visit)] if visit else store.visits.all()
    for each in visits:
        names = store.people.names(each.id)
        yield interchange.visit_line(each, store.visits.programme(each.id), names)
        filters = RecordFilters(visit=each.id, withdrawn=True)
        yield from (interchange.record_line(one.record) for one in shown_records(store, filters))
    for lesson in _lessons(store, LessonFilters(visit=visit)):
        names = store.lessons.names(lesson)
        yield interchange.lesson_line(lesson, names)
        for adoption in store.adoptions.of(lesson.id):
            yield interchange.adoption_line(adoption, lesson, names)


def take_in(store: Store, contents: interchange.Contents, deed: Deed) -> TakenIn:
    """Stores what is not stored yet; what is stays as it is.

    Nothing is stored, and ImportedFileError says why, when what something belongs to is in neither.
    """
    if problems := [*_homeless(store, contents), *_baseless(store, contents)]:
        raise ImportedFileError(problems)
    visits = _added(store.visits.add(one.visit, deed, one.programme) for one in contents.visits)
    records = _added(store.records.add(record) for record in contents.records)
    lessons = _added(store.lessons.add(lesson) for lesson in contents.lessons)
    adoptions = _added(store.adoptions.add(adoption) for adoption in contents.adoptions)
    held = (contents.visits, contents.records, contents.lessons, contents.adoptions)
    known = sum(map(len, held)) - visits - records - lessons - adoptions
    return TakenIn(visits, records, lessons, adoptions, known)


def _lessons(store: Store, filters: LessonFilters) -> Iterator[Lesson]:
    after: str | None = None
    while True:
        page = store.lessons.find(filters, limit=_PAGE, after=after)
        yield from page.lessons
        if page.after is None:
            return
        after = page.after


def _baseless(store: Store, contents: interchange.Contents) -> Iterator[str]:
    """A sentence for each lesson without its visit or a record, and each adoption without its lesson."""
    visits = {one.visit.id for one in contents.visits} | {visit.id for visit in store.visits.all()}
    quoted = {name for lesson in contents.lessons for name in _records(lesson)}
    records = {record.id for record in contents.records} | store.records.several(quoted).keys()
    used = {adoption.lesson for adoption in contents.adoptions}
    lessons = {lesson.id for lesson in contents.lessons} | store.lessons.several(used).keys()
    for lesson in contents.lessons:
        if lesson.visit not in {None, *visits}:
            yield f"lesson {lesson.id}: there is no visit {lesson.visit!r}, here or in the file"
        yield from (
            f"lesson {lesson.id}: there is no record {name!r}, here or in the file"
            for name in _records(lesson)
            if name not in records
        )
    for adoption in contents.adoptions:
        if adoption.lesson not in lessons:
            yield f"adoption {adoption.id}: there is no lesson {adoption.lesson!r}, here or in the file"


def _records(lesson: Lesson) -> list[str]:
    return [each.record for each in lesson.evidence if isinstance(each, RecordEvidence)]


def _homeless(store: Store, contents: interchange.Contents) -> Iterator[str]:
    """A sentence for each record without its visit or its session."""
    coming = {one.visit.id: one.programme for one in contents.visits}
    stored = {visit.id: store.visits.programme(visit.id) for visit in store.visits.all()}
    programmes = coming | stored
    for record in contents.records:
        if record.visit not in programmes:
            yield f"record {record.id}: there is no visit {record.visit!r}, here or in the file"
        elif record.session not in {None, *(session.id for session in programmes[record.visit])}:
            yield f"record {record.id}: its visit has no session {record.session!r}"


def _added(results: Iterable[bool]) -> int:
    return sum(results)
