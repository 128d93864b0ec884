"""Passages as an answer cites them and as an index keeps them.

All of them are read in batches, each in a transaction of its own, so a million need not be in
memory and no transaction stays open while an index works. What changes meanwhile has a change
number of its own: ask for the number first, read the passages, then catch up from the number.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from knowledge.errors import MissingVectorsError
from knowledge.store.engine import Database
from knowledge.store.rows import CITED, Row, cited_passage_of, passage_of
from knowledge.store.statements import in_lists
from knowledge.store.tables import case_studies, passages, vectors
from knowledge.store.values import CitedPassage, EmbeddedPassage, SentencedPassage, StoredPassage
from knowledge.store.vectors import passage_vectors_of

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Passages:
    """The stretches of case studies that can be found."""

    database: Database

    def count(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(passages)).scalar_one()

    def of(self, case_study: str) -> tuple[StoredPassage, ...]:
        """The passages of one case study, in the order of its text; none when it is unknown."""
        chosen = (
            sa.select(passages).where(passages.c.case_study_id == case_study).order_by(passages.c.ordinal)
        )
        with self.database.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(StoredPassage(passage_of(row), row.vector_key) for row in rows)

    def cited(self, ids: Collection[str]) -> dict[str, CitedPassage]:
        """Those of the passages that there are, by passage id."""
        chosen = sa.select(*CITED).join_from(passages, case_studies)
        with self.database.reading() as connection:
            rows = [
                row
                for some in in_lists(sorted(ids))
                for row in connection.execute(chosen.where(passages.c.id.in_(some)))
            ]
            return {cited.passage.id: cited for cited in _cite(connection, rows)}

    def sentenced(self, model: str, ids: Collection[str]) -> dict[str, SentencedPassage]:
        """Those of the passages that there are and that have vectors of ``model``, by passage id."""
        with self.database.reading() as connection:
            rows = [
                row
                for some in in_lists(sorted(ids))
                for row in connection.execute(_WITH_SENTENCES, {"model": model, "ids": some})
            ]
            return {
                cited.passage.id: SentencedPassage(cited, passage_vectors_of(row))
                for cited, row in zip(_cite(connection, rows), rows, strict=True)
            }

    def embedded(
        self, model: str, among: Collection[str] | None = None, *, batch: int = BATCH
    ) -> Iterator[tuple[EmbeddedPassage, ...]]:
        """The passages of the case studies ``among``, or of all, each with its vector of ``model``.

        Case studies come by id, their passages in the order of the text. MissingVectorsError when a
        passage has no such vector.
        """
        for rows, cited in self._batches(_WITH_VECTORS, model, among, batch):
            if any(row.vector is None for row in rows):
                raise MissingVectorsError(model)
            yield tuple(
                EmbeddedPassage(passage, row.vector) for passage, row in zip(cited, rows, strict=True)
            )

    def unembedded(self, model: str, *, batch: int = BATCH) -> Iterator[dict[str, CitedPassage]]:
        """The passages without a vector of ``model``, by the key that vector will have."""
        lacking = _WITH_VECTORS.where(vectors.c.vector.is_(None))
        for rows, cited in self._batches(lacking, model, None, batch):
            yield {row.vector_key: passage for passage, row in zip(cited, rows, strict=True)}

    def _batches(
        self, chosen: sa.Select[*tuple[Any, ...]], model: str, among: Collection[str] | None, batch: int
    ) -> Iterator[tuple[Sequence[Row], Sequence[CitedPassage]]]:
        for narrowed in _narrowings(chosen, among):
            rest = narrowed
            while found := self._read(rest.limit(batch), model):
                yield found
                rest = narrowed.where(_comes_after(found[0][-1]))

    def _read(
        self, chosen: sa.Select[*tuple[Any, ...]], model: str
    ) -> tuple[Sequence[Row], Sequence[CitedPassage]] | None:
        with self.database.reading() as connection:
            rows = connection.execute(chosen, {"model": model}).all()
            return (rows, _cite(connection, rows)) if rows else None


# Every question asks this and the texts: to make such statements takes as long as to execute them.
_WITH_SENTENCES = (
    sa.select(*CITED, vectors)
    .join_from(passages, case_studies)
    .join(
        vectors,
        (vectors.c.vector_key == passages.c.vector_key) & (vectors.c.model == sa.bindparam("model")),
    )
    .where(passages.c.id.in_(sa.bindparam("ids", expanding=True)))
)
_TEXTS = sa.select(case_studies.c.id, case_studies.c.text).where(
    case_studies.c.id.in_(sa.bindparam("ids", expanding=True))
)
_WITH_VECTORS = (
    sa.select(*CITED, passages.c.ordinal, passages.c.vector_key, vectors.c.vector)
    .join_from(passages, case_studies)
    .outerjoin(
        vectors,
        (vectors.c.vector_key == passages.c.vector_key) & (vectors.c.model == sa.bindparam("model")),
    )
    .order_by(passages.c.case_study_id, passages.c.ordinal)
)


def texts_of(connection: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    """The texts of those of the case studies that there are, by id."""
    return {
        case_study: text
        for some in in_lists(sorted(ids))
        for case_study, text in connection.execute(_TEXTS, {"ids": some})
    }


def _cite(connection: sa.Connection, rows: Sequence[Row]) -> list[CitedPassage]:
    # Cut here, not by SQL's substr, which would walk a long text from its start for each passage.
    texts = texts_of(connection, {row.case_study_id for row in rows})
    return [cited_passage_of(row, texts[row.case_study_id][row.start : row.end]) for row in rows]


def _comes_after(row: Row) -> sa.ColumnElement[bool]:
    position = sa.tuple_(passages.c.case_study_id, passages.c.ordinal)
    return position > sa.tuple_(row.case_study_id, row.ordinal)


def _narrowings(
    chosen: sa.Select[*tuple[Any, ...]], among: Collection[str] | None
) -> Iterator[sa.Select[*tuple[Any, ...]]]:
    """The query itself, or one query for each list of case studies."""
    if among is None:
        yield chosen
        return
    for some in in_lists(sorted(among)):
        yield chosen.where(passages.c.case_study_id.in_(some))
