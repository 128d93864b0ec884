"""The names that a visit's texts must not say: those of today, and those it once went by.

Who leaves a visit, is called otherwise or is forgotten was named in what others told meanwhile, and
so was a council that came on it no more. Attribution can strike out only names it is given, so a
name that goes is kept here, tied to nobody.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from knowledge.attribution import Names
from knowledge.store.statements import insert_missing
from knowledge.store.visit_tables import commitments, former_names, participants, people, records, visits

_PERSON, _COUNCIL = "person", "council"
_COMMITTED = sa.select(commitments.c.council).join(records)


def names_of(connection: sa.Connection, visit: str) -> Names:
    """Everybody and every council that has or had to do with the visit."""
    kept = sa.select(former_names.c.kind, former_names.c.name).where(former_names.c.visit_id == visit)
    found = {*_today(connection, visit), *((row.kind, row.name) for row in connection.execute(kept))}
    found |= {
        (_COUNCIL, council) for council in connection.scalars(_COMMITTED.where(records.c.visit_id == visit))
    }
    return Names(people=_sorted(found, _PERSON), councils=_sorted(found, _COUNCIL))


@contextmanager
def remembering(connection: sa.Connection, of: Sequence[str]) -> Iterator[None]:
    """Keeps the names that what is done meanwhile takes from these visits."""
    before = {visit: _today(connection, visit) for visit in of}
    yield
    gone = [
        {"visit_id": visit, "kind": kind, "name": name}
        for visit, names in before.items()
        for kind, name in sorted(names - _today(connection, visit))
    ]
    insert_missing(connection, former_names, gone)


def visits_of(connection: sa.Connection, person: str) -> list[str]:
    """The visits that somebody has a part in."""
    return list(
        connection.scalars(sa.select(participants.c.visit_id).where(participants.c.person_id == person))
    )


def _today(connection: sa.Connection, visit: str) -> set[tuple[str, str]]:
    of_people = (
        sa.select(people.c.display_name, participants.c.council)
        .join(participants, participants.c.person_id == people.c.id)
        .where(participants.c.visit_id == visit)
    )
    of_visit = sa.select(visits.c.host, visits.c.visitors).where(visits.c.id == visit)
    found: set[tuple[str, str]] = set()
    for row in connection.execute(of_people):
        found |= {(_PERSON, row.display_name)} | ({(_COUNCIL, row.council)} if row.council else set())
    for row in connection.execute(of_visit):
        found |= {(_COUNCIL, council) for council in (row.host, *row.visitors)}
    return found


def _sorted(found: set[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(sorted(name for kind, name in found if kind == wanted))
