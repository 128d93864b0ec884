"""Answers, lists and reports as a terminal shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import wording
from knowledge.citations import seen
from knowledge.ingest import IngestReport
from knowledge.model import Answer, CaseStudy, Choice, Metadata, Outcome, Quote
from knowledge.store import Summary

if TYPE_CHECKING:
    from bot.checkup import Finding
    from bot.prompt import Result

NOT_COVERED = "The case studies do not say."
NOTHING_RELATED = (
    "Nothing in the library comes near this question. Ask it in other words; "
    "`peerbot list` shows what there is."
)
EMPTY_LIBRARY = f"The library is empty: there is nothing yet to answer from. {wording.FILLED_BY_COMMAND}"
ASK_BACK = (
    'What would you like to know? Ask it in a sentence, such as "How did Kent work with local partners?"'
)


def answer_json(result: "Result") -> dict[str, Any]:
    """The form of `peerbot ask --json`."""
    answer = result.answer
    return {
        "question": result.question,
        "outcome": answer.outcome,
        "confidence": answer.confidence,
        "quotes": [_quote_json(quote) for quote in answer.quotes],
        "related": [_quote_json(quote) for quote in answer.related],
        "unsaid": [asdict(part) for part in answer.unsaid],
        "choices": [asdict(choice) for choice in answer.choices],
        "ms": result.ms,
    }


def _quote_json(quote: Quote) -> dict[str, Any]:
    return {name: value for name, value in asdict(quote).items() if name != "source"}


def report_json(report: IngestReport, seconds: float) -> dict[str, Any]:
    """The form of `peerbot ingest --json`."""
    return {**asdict(report), "seconds": round(seconds, 3)}


def _metadata_json(metadata: Metadata) -> dict[str, Any]:
    return {name: value for name, value in asdict(metadata).items() if name != "sightings"}


def summary_json(summaries: Sequence[Summary]) -> list[dict[str, Any]]:
    return [
        {
            "id": summary.id,
            **_metadata_json(summary.metadata),
            "status": summary.status,
            "passages": summary.passages,
            "characters": summary.characters,
            "path": summary.path,
            "changed_at": summary.changed_at.isoformat(),
        }
        for summary in summaries
    ]


def case_study_json(case_study: CaseStudy) -> dict[str, Any]:
    return asdict(case_study)


def scores_table(scores: Mapping[str, Any]) -> RenderableType:
    """What an evaluation measured; a dash where the set has nothing to measure it on."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in scores.items():
        table.add_row(Text(name, style="dim"), Text("–" if value is None else str(value)))
    return table


def findings_table(findings: "Sequence[Finding]") -> RenderableType:
    """What the doctor saw, and the cure of what is wrong."""
    lines = [
        Text.assemble(
            ("ok    " if finding.well else "wrong ", "green" if finding.well else "red"), finding.sentence
        )
        for finding in findings
    ]
    return Group(*lines)


def findings_json(findings: "Sequence[Finding]") -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def answer_lines(answer: Answer) -> RenderableType:
    """An answer as a person reads it."""
    if answer.outcome is Outcome.ASK_BACK:
        return _asked_back(answer.choices)
    if answer.outcome is Outcome.EMPTY:
        return Text(EMPTY_LIBRARY)
    if answer.outcome is Outcome.NOT_COVERED:
        beneath = Text("\nRelated, may not answer:", style="dim") if answer.related else Text(NOTHING_RELATED)
        return Group(Text(NOT_COVERED, style="bold"), beneath, *_numbered(answer.related))
    unsaid = [Text(wording.partly(answer.unsaid), style="bold")] if answer.unsaid else []
    return Group(*unsaid, *_numbered(answer.quotes))


def _asked_back(choices: Sequence[Choice]) -> RenderableType:
    if not choices:
        return Text(ASK_BACK)
    offered = (
        Padding(Text(f"{number}  {wording.choice(choice)}"), (0, 0, 0, 2))
        for number, choice in enumerate(choices, start=1)
    )
    return Group(Text(wording.TOO_WIDE, style="bold"), *offered)


def case_study_lines(case_study: CaseStudy) -> RenderableType:
    """A whole case study: what is known about it, then its text."""
    metadata = case_study.metadata
    facts = Table.grid(padding=(0, 2))
    for name, value in (
        ("id", case_study.id),
        ("council", metadata.council),
        ("as of", metadata.as_of),
        ("themes", ", ".join(metadata.themes)),
        ("audience", metadata.audience),
        ("visit", metadata.visit),
        ("source", metadata.source),
    ):
        if value:
            facts.add_row(Text(name, style="dim"), Text(value))
    return Group(Text(metadata.title, style="bold"), facts, Text(), Text(case_study.text))


def summary_table(summaries: Sequence[Summary]) -> RenderableType:
    """The case studies there are."""
    if not summaries:
        return Text(f"No case studies yet. {wording.FILLED_BY_COMMAND}")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("id", overflow="fold")
    for name in ("council", "title"):
        table.add_column(name, overflow="fold", ratio=1)
    table.add_column("as of", no_wrap=True)
    table.add_column("passages", justify="right")
    for summary in summaries:
        metadata = summary.metadata
        cells = (summary.id, metadata.council, metadata.title, metadata.as_of or "", str(summary.passages))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def report_lines(report: IngestReport, seconds: float) -> RenderableType:
    """What an ingest did."""
    counts = [
        f"{number} {name}"
        for name, number in (
            ("added", report.added),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("not read", len(report.failed)),
        )
        if number
    ]
    head = f"{', '.join(counts) or 'Nothing to read there'}: {_passages(report)}, {seconds:.1f} s."
    reasons = [Padding(Text(failure.reason), (0, 0, 0, 2)) for failure in report.failed]
    marked = (
        f"\nLessons that quote what is no longer there: {report.misquoted}. `peerbot lessons list --faulty`"
    )
    return Group(
        Text(head),
        *([Text("\nNot read:")] if reasons else []),
        *reasons,
        *([Text(marked)] if report.misquoted else []),
    )


def _passages(report: IngestReport) -> str:
    return f"{report.passages} passages, {report.embedded} embedded"


def _numbered(quotes: Iterable[Quote]) -> list[Text | Padding]:
    lines: list[Text | Padding] = []
    for number, quote in enumerate(quotes, start=1):
        lines += [
            Text(),
            Padding(Text(f"“{quote.text}”"), (0, 0, 0, 2)),
            Padding(_citation(number, quote), (0, 0, 0, 4)),
        ]
    return lines


def _citation(number: int, quote: Quote) -> Text:
    place = " > ".join(part for part in (quote.title, quote.heading) if part)
    page = f"page {quote.page}" if quote.page else None
    as_of = f"as of {quote.as_of}" if quote.as_of else None
    places = seen(quote.sightings) if quote.sightings else None
    parts = (quote.council, place, page, as_of, str(quote.status), places, quote.source)
    return Text(f"[{number}] {', '.join(part for part in parts if part)}", style="dim")
