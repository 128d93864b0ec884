"""The report of a visit from the store: for the command line, and for whoever else hands it over."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.reports import FORMATS, Format, Material, Report, compose, file_name
from knowledge.store import RecordFilters, Store
from knowledge.visits import Role


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A report as a file, or a pack."""

    name: str
    media_type: str
    content: bytes


def format_called(name: str) -> Format:
    """ValueError lists those there are."""
    found = next((each for each in FORMATS if each.name == name.lower()), None)
    if found is None:
        raise ValueError(f"{name!r} is none of: {', '.join(each.name for each in FORMATS)}")
    return found


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


def written(report: Report, format_: Format) -> WrittenFile:
    return WrittenFile(file_name(report, format_), format_.media_type, format_.write(report))
