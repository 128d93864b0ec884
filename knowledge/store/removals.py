"""What goes when a case study goes: its passages and files with it, its vectors and original if last.

Passages and source files follow their case study by foreign key. A vector and an original belong
to whatever has that very text or file, so each is looked for before it is thrown away. All of it
happens in the caller's transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.store.changes import record
from knowledge.store.statements import in_lists
from knowledge.store.tables import case_studies, originals, passages, source_files, vectors

# Made once: that takes longer than to execute them, and every case study that is stored asks them.
_VECTOR_KEYS = sa.select(passages.c.vector_key).where(passages.c.case_study_id == sa.bindparam("case_study"))
_FILE_HASH = sa.select(case_studies.c.file_hash).where(case_studies.c.id == sa.bindparam("case_study"))


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a case study has that others may have too."""

    vector_keys: Collection[str]
    file_hash: str | None


def belongings(connection: sa.Connection, case_study: str) -> Belongings:
    """Those of a case study as it stands; none when there is no such one."""
    of_it = {"case_study": case_study}
    return Belongings(
        frozenset(connection.scalars(_VECTOR_KEYS, of_it)), connection.scalar(_FILE_HASH, of_it)
    )


def drop_unused(connection: sa.Connection, left: Belongings) -> None:
    """Deletes what no case study has any more."""
    _drop_unused_vectors(connection, left.vector_keys)
    if left.file_hash is None:
        return
    in_use = sa.exists().where(case_studies.c.file_hash == originals.c.file_hash)
    connection.execute(sa.delete(originals).where(originals.c.file_hash == left.file_hash, ~in_use))


def remove_case_study(connection: sa.Connection, case_study: str) -> None:
    record(connection, case_study)
    left = belongings(connection, case_study)
    connection.execute(sa.delete(case_studies).where(case_studies.c.id == case_study))
    drop_unused(connection, left)


def remove_source_file(connection: sa.Connection, path: str) -> bool:
    """Forgets the file, and the case study that no other file gave; False when there is no such file."""
    forgotten = sa.delete(source_files).where(source_files.c.path == path)
    row = connection.execute(forgotten.returning(source_files.c.case_study_id)).one_or_none()
    if row is not None:
        remove_unsourced(connection, row.case_study_id)
    return row is not None


def remove_unsourced(connection: sa.Connection, case_study: str | None) -> None:
    """Removes the case study unless there is a file that gave it."""
    if case_study is None:
        return
    sourced = sa.select(sa.exists().where(source_files.c.case_study_id == case_study))
    if not connection.execute(sourced).scalar_one():
        remove_case_study(connection, case_study)


def _drop_unused_vectors(connection: sa.Connection, keys: Collection[str]) -> None:
    in_use = sa.exists().where(passages.c.vector_key == vectors.c.vector_key)
    for some in in_lists(sorted(keys)):
        connection.execute(sa.delete(vectors).where(vectors.c.vector_key.in_(some), ~in_use))
