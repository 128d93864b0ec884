"""Values to rows and back, for the values that more than one part of the store reads or writes."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from knowledge.model import (
    Answer,
    CaseStudy,
    Choice,
    Heading,
    Metadata,
    Page,
    Part,
    Passage,
    Quote,
    Sightings,
    Status,
    Theme,
)
from knowledge.store.tables import case_studies, passages
from knowledge.store.values import CitedPassage, SourceFile, StoredPassage

Row = sa.Row[*tuple[Any, ...]]

CITED = (
    *(passages.c[name] for name in ("case_study_id", "start", "end", "heading", "page")),
    *(
        case_studies.c[name]
        for name in (
            "title",
            "councils",
            "as_of",
            "themes",
            "audience",
            "source",
            "visit_id",
            "sightings",
            "status",
        )
    ),
)
"""What a citation needs of a passage and, joined to it, its case study."""


_RENAMED = {"visit": "visit_id"}


def case_study_row(case_study: CaseStudy, *, file_hash: str, now: datetime) -> dict[str, Any]:
    known = asdict(case_study.metadata)
    return {
        **{_RENAMED.get(name, name): value for name, value in known.items()},
        "id": case_study.id,
        "status": case_study.status,
        "text": case_study.text,
        "characters": len(case_study.text),
        "content_hash": hashlib.sha256(case_study.text.encode(errors="surrogatepass")).hexdigest(),
        "headings": [astuple(heading) for heading in case_study.headings],
        "pages": [astuple(page) for page in case_study.pages],
        "file_hash": file_hash,
        "added_at": now,
        "changed_at": now,
    }


def case_study_of(row: Row) -> CaseStudy:
    return CaseStudy(
        id=row.id,
        metadata=metadata_of(row),
        text=row.text,
        headings=tuple(Heading(*heading) for heading in row.headings),
        pages=tuple(Page(*page) for page in row.pages),
        status=row.status,
    )


def metadata_of(row: Row) -> Metadata:
    return Metadata(
        title=row.title,
        councils=tuple(row.councils),
        as_of=row.as_of,
        themes=tuple(Theme(theme) for theme in row.themes),
        audience=row.audience,
        source=row.source,
        visit=row.visit_id,
        sightings=row.sightings and Sightings(**row.sightings),
    )


def passage_row(stored: StoredPassage, *, ordinal: int) -> dict[str, Any]:
    passage = stored.passage
    return {
        "id": passage.id,
        "case_study_id": passage.case_study,
        "ordinal": ordinal,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "page": passage.page,
        "vector_key": stored.vector_key,
    }


def passage_of(row: Row) -> Passage:
    return Passage(row.case_study_id, row.start, row.end, row.heading, row.page)


def cited_passage_of(row: Row, text: str) -> CitedPassage:
    return CitedPassage(passage_of(row), text, metadata_of(row), row.status)


def source_file_row(source: SourceFile) -> dict[str, Any]:
    row = asdict(source)
    row["case_study_id"] = row.pop("case_study")
    return row


def source_file_of(row: Row) -> SourceFile:
    fields = row._asdict()
    fields["case_study"] = fields.pop("case_study_id")
    return SourceFile(**fields)


def answer_json(answer: Answer) -> dict[str, Any]:
    """What the columns ``outcome`` and ``confidence`` do not say."""
    return {
        "question": answer.question,
        "quotes": [asdict(quote) for quote in answer.quotes],
        "related": [asdict(quote) for quote in answer.related],
        "unsaid": [asdict(part) for part in answer.unsaid],
        "choices": [asdict(choice) for choice in answer.choices],
    }


def answer_of(row: Row) -> Answer | None:
    if row.answer is None:
        return None
    return Answer(
        question=row.answer["question"],
        outcome=row.outcome,
        confidence=row.confidence,
        quotes=tuple(_quote_of(quote) for quote in row.answer["quotes"]),
        related=tuple(_quote_of(quote) for quote in row.answer["related"]),
        unsaid=tuple(Part(**part) for part in row.answer.get("unsaid", ())),  # older answers leave it out
        choices=tuple(_choice_of(choice) for choice in row.answer.get("choices", ())),  # and these
    )


def _choice_of(choice: Mapping[str, Any]) -> Choice:
    return Choice(**{**choice, "theme": choice["theme"] and Theme(choice["theme"])})


def _quote_of(quote: Mapping[str, Any]) -> Quote:
    seen = quote.get("sightings")  # an older answer does not say
    told = {"status": Status(quote["status"]), "sightings": seen and Sightings(**seen)}
    return Quote(**{**quote, **told})
