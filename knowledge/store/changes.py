"""The numbers by which indexes know what they have missed.

Numbers are given in the order in which transactions commit: the counter's one row stays locked
from the first moment of a transaction over case studies to its end. So an index that has seen
number 7 has seen everything up to 7, and nothing with a lower number can appear later.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from knowledge.store.engine import Database
from knowledge.store.publication import note_quoting
from knowledge.store.statements import upsert
from knowledge.store.tables import case_studies, change_counter, changes
from knowledge.store.values import Changes

# Made once, which takes longer than to execute them: every question asks the first, every change the others.
_LATEST = sa.select(change_counter.c.number)
_LOCKED = sa.select(change_counter).with_for_update()  # no more than BEGIN IMMEDIATE on SQLite
_COUNTED = (
    sa.update(change_counter).values(number=change_counter.c.number + 1).returning(change_counter.c.number)
)


@contextmanager
def changing(database: Database) -> Iterator[sa.Connection]:
    """A writing transaction that no other one over case studies overlaps."""
    with database.writing() as connection:
        connection.execute(_LOCKED)
        yield connection


def record(connection: sa.Connection, case_study: str) -> None:
    """Gives the case study's change, or removal, the next number; within ``changing`` only.

    What may be shown of it to prove a lesson may be another from then on.
    """
    number = connection.execute(_COUNTED).scalar_one()
    upsert(connection, changes, {"case_study_id": case_study, "number": number})
    note_quoting(connection, case_study)


def latest(connection: sa.Connection) -> int:
    return connection.execute(_LATEST).scalar_one()


def since(connection: sa.Connection, number: int) -> Changes:
    is_there = case_studies.c.id.is_not(None)
    rows = connection.execute(
        sa.select(changes.c.case_study_id, is_there)
        .outerjoin(case_studies, case_studies.c.id == changes.c.case_study_id)
        .where(changes.c.number > number)
        .order_by(changes.c.number)
    ).all()
    return Changes(
        number=latest(connection),
        changed=tuple(case_study for case_study, there in rows if there),
        removed=tuple(case_study for case_study, there in rows if not there),
    )
