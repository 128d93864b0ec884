"""Visits and records between the store and files; what leaves follows each visit's attribution rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from knowledge import interchange
from knowledge.attribution import Shown, shown
from knowledge.errors import ImportedFileError
from knowledge.records import Record
from knowledge.store import Deed, RecordFilters, Store


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many of a file's visits and records were new, and how many were stored already."""

    visits: int
    records: int
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


def export(store: Store, visit: str | None) -> Iterator[str]:
    """The lines of one visit, or of all, tombstones included."""
    visits = [store.visits.get(visit)] if visit else store.visits.all()
    for each in visits:
        names = store.people.names(each.id)
        yield interchange.visit_line(each, store.visits.programme(each.id), names)
        filters = RecordFilters(visit=each.id, withdrawn=True)
        yield from (interchange.record_line(one.record) for one in shown_records(store, filters))


def take_in(store: Store, contents: interchange.Contents, deed: Deed) -> TakenIn:
    """Stores what is not stored yet; what is stays as it is.

    Nothing is stored, and ImportedFileError says why, when a record's visit or session is in neither.
    """
    if problems := list(_homeless(store, contents)):
        raise ImportedFileError(problems)
    visits = _added(store.visits.add(one.visit, deed, one.programme) for one in contents.visits)
    records = _added(store.records.add(record) for record in contents.records)
    known = len(contents.visits) + len(contents.records) - visits - records
    return TakenIn(visits, records, known)


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
