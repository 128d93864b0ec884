"""The files that were given to be read: what was read from each, when, and why not if not."""

from dataclasses import dataclass

import sqlalchemy as sa

from knowledge.errors import UnknownSourceFileError
from knowledge.store.changes import changing
from knowledge.store.engine import Database
from knowledge.store.removals import remove_source_file
from knowledge.store.rows import source_file_of, source_file_row
from knowledge.store.statements import upsert
from knowledge.store.tables import source_files
from knowledge.store.values import SourceFile


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """Where case studies came from; successful readings are written by ``CaseStudies.put``."""

    database: Database

    def under(self, prefix: str = "") -> tuple[SourceFile, ...]:
        """Those whose path begins with ``prefix``, by path; end a folder's name with a slash."""
        return self._where(sa.func.substr(source_files.c.path, 1, len(prefix)) == prefix)

    def with_content(self, file_hash: str) -> tuple[SourceFile, ...]:
        """Those that were this very file when they were last read, by path."""
        return self._where(source_files.c.file_hash == file_hash)

    def failed(self, source: SourceFile) -> None:
        """Keeps why a file could not be read, and what an earlier version of that file gave."""
        with changing(self.database) as connection:
            upsert(connection, source_files, source_file_row(source), keep=frozenset({"case_study_id"}))

    def moved(self, old: str, new: str) -> None:
        """Gives the file its new path, in place of whatever was read from there before."""
        with changing(self.database) as connection:
            remove_source_file(connection, new)
            renamed = sa.update(source_files).where(source_files.c.path == old).values(path=new)
            if connection.execute(renamed).rowcount == 0:
                raise UnknownSourceFileError(old)

    def forget(self, path: str) -> bool:
        """Forgets a file that is gone, and the case study that no other file gave; False when unknown."""
        with changing(self.database) as connection:
            return remove_source_file(connection, path)

    def _where(self, condition: sa.ColumnElement[bool]) -> tuple[SourceFile, ...]:
        chosen = sa.select(source_files).where(condition).order_by(source_files.c.path)
        with self.database.reading() as connection:
            return tuple(source_file_of(row) for row in connection.execute(chosen))
