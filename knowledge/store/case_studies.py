"""Case studies: each is written, replaced and removed with all that belongs to it in one transaction."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from knowledge.errors import AmbiguousCaseStudyError, UnknownCaseStudyError
from knowledge.model import CaseStudy, Metadata, Scopes, Status
from knowledge.scopes import scope_of
from knowledge.store import changes
from knowledge.store.engine import Database
from knowledge.store.passages import texts_of
from knowledge.store.publication import Note, take
from knowledge.store.removals import belongings, drop_unused, remove_case_study, remove_unsourced
from knowledge.store.rows import (
    Row,
    case_study_of,
    case_study_row,
    metadata_of,
    passage_row,
    source_file_row,
)
from knowledge.store.statements import in_lists, insert_missing, upsert
from knowledge.store.tables import case_studies, originals, passages, source_files
from knowledge.store.values import Changes, PassageVectors, SourceFile, StoredPassage, Summary
from knowledge.store.vectors import add_missing


@dataclass(frozen=True, slots=True)
class CaseStudies:
    """What councils did, in words; the part of the store that everything else hangs on."""

    database: Database

    def put(
        self,
        case_study: CaseStudy,
        passages: Sequence[StoredPassage],
        vectors: Mapping[str, PassageVectors],
        *,
        model: str,
        source: SourceFile,
        original: bytes,
        now: datetime,
    ) -> None:
        """Stores the case study in place of its last version, and of what the same file gave before.

        ``vectors`` holds, by key, those of ``model`` for all the passages: one that was stored when
        the caller looked may be gone by now. Only those that are missing are read from it; KeyError
        when it lacks one, and then nothing is stored.
        """
        with changes.changing(self.database) as connection:
            changes.record(connection, case_study.id)
            before = belongings(connection, case_study.id)
            supplanted = _case_study_from(connection, source.path)
            _write(connection, case_study, original, file_hash=source.file_hash, now=now)
            _write_passages(connection, case_study.id, passages)
            add_missing(connection, model, [stored.vector_key for stored in passages], vectors)
            upsert(connection, source_files, source_file_row(replace(source, case_study=case_study.id)))
            remove_unsourced(connection, supplanted)
            drop_unused(connection, before)

    def publish(
        self,
        document: CaseStudy,
        passages: Sequence[StoredPassage],
        vectors: Mapping[str, PassageVectors],
        *,
        model: str,
        note: Note,
        now: datetime,
    ) -> bool:
        """Stores what a note is about as a document, which has no file: its text is its original.

        False, and nothing is stored, when the thing has changed again since the note was read.
        """
        original = document.text.encode(errors="replace")
        file_hash = hashlib.sha256(original).hexdigest()
        with changes.changing(self.database) as connection:
            if not take(connection, note):
                return False
            changes.record(connection, document.id)
            before = belongings(connection, document.id)
            _write(connection, document, original, file_hash=file_hash, now=now)
            _write_passages(connection, document.id, passages)
            add_missing(connection, model, [stored.vector_key for stored in passages], vectors)
            drop_unused(connection, before)
            return True

    def retract(self, note: Note) -> bool:
        """Removes the document a note is about; False when the thing has changed again meanwhile."""
        with changes.changing(self.database) as connection:
            if not take(connection, note):
                return False
            if _ids(connection, case_studies.c.id == note.document):
                remove_case_study(connection, note.document)
            return True

    def standings(self) -> dict[str, Status]:
        """The documents there are that visits taught, by id, and their standing."""
        chosen = sa.select(case_studies.c.id, case_studies.c.status)
        with self.database.reading() as connection:
            rows = connection.execute(chosen.where(case_studies.c.status != Status.PUBLISHED)).all()
        return {row.id: row.status for row in rows}

    def remove(self, case_study: str) -> bool:
        """Removes it and forgets its files; False when there is no such case study."""
        with changes.changing(self.database) as connection:
            if not _ids(connection, case_studies.c.id == case_study):
                return False
            remove_case_study(connection, case_study)
            return True

    def get(self, case_study: str) -> CaseStudy:
        """The case study of exactly this id; UnknownCaseStudyError when there is none."""
        chosen = sa.select(case_studies).where(case_studies.c.id == case_study)
        with self.database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise UnknownCaseStudyError(case_study)
        return case_study_of(row)

    def find(self, beginning: str) -> CaseStudy:
        """The case study of this id, or the only one whose id begins like this."""
        begins = sa.func.substr(case_studies.c.id, 1, len(beginning)) == beginning
        with self.database.reading() as connection:
            ids = _ids(connection, begins)
        if len(ids) > 1 and beginning not in ids:
            raise AmbiguousCaseStudyError(beginning)
        return self.get(beginning if beginning in ids or not ids else ids[0])

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of those of the case studies that there are, by id."""
        with self.database.reading() as connection:
            return texts_of(connection, ids)

    def original(self, case_study: str) -> bytes:
        """The file as it was when the case study was read from it."""
        with self.database.reading() as connection:
            content = connection.scalar(
                sa.select(originals.c.bytes).join(case_studies).where(case_studies.c.id == case_study)
            )
        if content is None:
            raise UnknownCaseStudyError(case_study)
        return content

    def summaries(self) -> tuple[Summary, ...]:
        """All case studies by title, without regard to capitals; not what visits taught."""
        with self.database.reading() as connection:
            rows = connection.execute(_SUMMARIES).all()
        summaries = (_summary_of(row) for row in rows)
        return tuple(sorted(summaries, key=lambda summary: (summary.metadata.title.casefold(), summary.id)))

    def councils(self) -> tuple[str, ...]:
        """The names of the councils that case studies are about, each once, in order."""
        with self.database.reading() as connection:
            named = connection.scalars(sa.select(case_studies.c.councils)).all()
        return tuple(sorted({council for councils in named for council in councils}))

    def held(self) -> tuple[tuple[Metadata, Status], ...]:
        """What is known about each text that can be quoted from, and its standing."""
        with self.database.reading() as connection:
            return tuple((metadata_of(row), row.status) for row in connection.execute(_HELD))

    def nothing_held(self, scopes: Scopes | None = None) -> bool:
        """Whether there is no text to quote from, neither a case study nor what a visit taught.

        ``scopes`` are those of whom it would be quoted to, None for whoever may see all.
        """
        one_by_one = _HELD.execution_options(yield_per=_A_FEW)
        with self.database.reading() as connection, connection.execute(one_by_one) as rows:
            return not any(scopes is None or scope_of(metadata_of(row), row.status) in scopes for row in rows)

    def known(self, ids: Collection[str]) -> dict[str, tuple[Metadata, Status]]:
        """What is known about those of these texts that there are, and their standing, by id."""
        with self.database.reading() as connection:
            return {
                row.id: (metadata_of(row), row.status)
                for some in in_lists(sorted(ids))
                for row in connection.execute(_HELD.where(case_studies.c.id.in_(some)))
            }

    def change_number(self) -> int:
        """The number of the last change; 0 before the first."""
        with self.database.reading() as connection:
            return changes.latest(connection)

    def changed_since(self, number: int) -> Changes:
        """What an index that has seen every change up to ``number`` has yet to see."""
        with self.database.reading() as connection:
            return changes.since(connection, number)


_CASE_STUDY_FROM = sa.select(source_files.c.case_study_id).where(source_files.c.path == sa.bindparam("path"))
_OLD_PASSAGES = sa.delete(passages).where(passages.c.case_study_id == sa.bindparam("case_study"))
_A_FEW = 20  # texts read at once, where the first will do nearly always
_HELD = sa.select(
    *(case_studies.c[name] for name in ("id", "title", "councils", "as_of", "themes", "audience")),
    *(case_studies.c[name] for name in ("source", "visit_id", "sightings", "status")),
)
_SUMMARIES = sa.select(
    *(column for column in case_studies.c if column.name not in {"text", "headings", "pages"}),
    sa.select(sa.func.count())
    .where(passages.c.case_study_id == case_studies.c.id)
    .scalar_subquery()
    .label("passages"),
    sa.select(sa.func.min(source_files.c.path))
    .where(source_files.c.case_study_id == case_studies.c.id)
    .scalar_subquery()
    .label("path"),
).where(case_studies.c.status == Status.PUBLISHED)


def _summary_of(row: Row) -> Summary:
    return Summary(
        id=row.id,
        metadata=metadata_of(row),
        status=row.status,
        passages=row.passages,
        characters=row.characters,
        path=row.path,
        added_at=row.added_at,
        changed_at=row.changed_at,
    )


def _ids(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Sequence[str]:
    return connection.scalars(sa.select(case_studies.c.id).where(condition)).all()


def _case_study_from(connection: sa.Connection, path: str) -> str | None:
    return connection.scalar(_CASE_STUDY_FROM, {"path": path})


def _write(
    connection: sa.Connection, case_study: CaseStudy, original: bytes, *, file_hash: str, now: datetime
) -> None:
    insert_missing(connection, originals, [{"file_hash": file_hash, "bytes": original}])
    row = case_study_row(case_study, file_hash=file_hash, now=now)
    upsert(connection, case_studies, row, keep=frozenset({"added_at"}))


def _write_passages(connection: sa.Connection, case_study: str, stored: Sequence[StoredPassage]) -> None:
    connection.execute(_OLD_PASSAGES, {"case_study": case_study})
    rows = [passage_row(passage, ordinal=ordinal) for ordinal, passage in enumerate(stored)]
    insert_missing(connection, passages, rows)
