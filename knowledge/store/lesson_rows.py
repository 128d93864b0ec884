"""Lessons to rows and back: a lesson is spread over five tables and always read and written whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from knowledge.councils import council_key
from knowledge.lessons import Lesson, PassageEvidence, RecordEvidence
from knowledge.store.lesson_tables import (
    lesson_claims,
    lesson_councils,
    lesson_evidence,
    lesson_history,
)
from knowledge.store.rows import Row
from knowledge.store.statements import in_lists, insert_missing

Fields = dict[str, Any]

_RENAMED = {"visit": "visit_id", "record": "record_id", "case_study": "case_study_id"}
_ELSEWHERE = {"claims", "history"}


def lesson_row(lesson: Lesson) -> Fields:
    """Its row of ``lessons``."""
    fields = lesson.model_dump(exclude=_ELSEWHERE)
    return {_RENAMED.get(name, name): value for name, value in fields.items()} | {
        "version": lesson.version,
        "proposed_at": lesson.history[0].at,
        "changed_at": lesson.history[-1].at,
        "faulty": bool(lesson.faults),
    }


def write_parts(connection: sa.Connection, lesson: Lesson) -> None:
    """Its rows of the other tables, in place of those that are there."""
    for table in (lesson_councils, lesson_claims):  # what the claims rest on goes with them
        connection.execute(sa.delete(table).where(table.c.lesson_id == lesson.id))
    keys = sorted({council_key(council) for council in lesson.councils})
    insert_missing(connection, lesson_councils, [{"lesson_id": lesson.id, "key": key} for key in keys])
    claims = list(enumerate(lesson.claims))
    insert_missing(
        connection,
        lesson_claims,
        [{"lesson_id": lesson.id, "claim": number, "text": claim.text} for number, claim in claims],
    )
    evidence = [
        _evidence_row(each) | {"lesson_id": lesson.id, "claim": number, "ordinal": ordinal}
        for number, claim in claims
        for ordinal, each in enumerate(claim.evidence)
    ]
    insert_missing(connection, lesson_evidence, evidence)
    connection.execute(sa.delete(lesson_history).where(lesson_history.c.lesson_id == lesson.id))
    history = [
        {**event.model_dump(), "lesson_id": lesson.id, "ordinal": ordinal}
        for ordinal, event in enumerate(lesson.history)
    ]
    insert_missing(connection, lesson_history, history)


def read_lessons(connection: sa.Connection, chosen: sa.Select[Any]) -> tuple[Lesson, ...]:
    """The lessons of rows of ``lessons``, in their order."""
    rows = connection.execute(chosen).all()
    ids = [row.id for row in rows]
    claims = _parts(connection, lesson_claims, ids)
    evidence = _parts(connection, lesson_evidence, ids)
    history = _parts(connection, lesson_history, ids)
    return tuple(_lesson_of(row, claims[row.id], evidence[row.id], history[row.id]) for row in rows)


def _parts(connection: sa.Connection, table: sa.Table[Any], ids: Sequence[str]) -> Mapping[str, list[Row]]:
    """The rows of each lesson in the order of their primary key."""
    found: dict[str, list[Row]] = {name: [] for name in ids}
    order = [column for column in table.primary_key if column.name != "lesson_id"]
    for some in in_lists(ids):
        chosen = sa.select(table).where(table.c.lesson_id.in_(some)).order_by(*order)
        for row in connection.execute(chosen):
            found[row.lesson_id].append(row)
    return found


def _lesson_of(row: Row, claims: Sequence[Row], evidence: Sequence[Row], history: Sequence[Row]) -> Lesson:
    fields = {
        name: getattr(row, _RENAMED.get(name, name)) for name in Lesson.model_fields if name not in _ELSEWHERE
    }
    quotes: dict[int, list[Fields]] = {}
    for each in evidence:
        quotes.setdefault(each.claim, []).append(_evidence_fields(each))
    fields["claims"] = [{"text": each.text, "evidence": quotes[each.claim]} for each in claims]
    fields["history"] = [_without(each._asdict(), "lesson_id", "ordinal") for each in history]
    return Lesson.model_validate(fields)


def _evidence_row(evidence: RecordEvidence | PassageEvidence) -> Fields:
    absent = dict.fromkeys(
        ("record_id", "visit_id", "field", "case_study_id", "start", "end")
    )  # many rows go into one statement, so each has every column
    return absent | {_RENAMED.get(name, name): value for name, value in evidence.model_dump().items()}


def _evidence_fields(row: Row) -> Fields:
    kind = RecordEvidence if row.kind == "record" else PassageEvidence
    return {name: getattr(row, _RENAMED.get(name, name)) for name in kind.model_fields}


def _without(fields: Fields, *names: str) -> Fields:
    return {name: value for name, value in fields.items() if name not in names}
