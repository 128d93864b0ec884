"""The report of a visit from the store: for the command line, and for whoever else hands it over."""

from datetime import datetime

from knowledge.formats import Format, WrittenFile
from knowledge.reports import Material, Report, compose, file_name
from knowledge.store import RecordFilters, Store
from knowledge.visits import Role


def report_of(store: Store, visit: str, *, made_at: datetime, role: Role, draft: bool = False) -> Report:
    """The report of a visit, as ``knowledge.reports.compose`` gives or refuses it."""
    material = Material(
        visit=store.visits.get(visit),
        programme=store.visits.programme(visit),
        participants=store.people.on(visit),
        records=store.records.find(RecordFilters(visit=visit)),
        authors=store.people.authors(visit),
        names=store.people.names(visit),
        enquiries=store.gaps.enquiries(visit),
    )
    return compose(material, made_at=made_at, role=role, draft=draft)


def written(report: Report, format_: Format[Report]) -> WrittenFile:
    return format_.written(report, file_name(report, format_))
