"""A report as JSON, for programs. Pure."""

import json
from dataclasses import asdict
from typing import Any

from knowledge.attribution import Shown
from knowledge.records import Record
from knowledge.reports.contents import Block, Report, Section, Statement, Table
from knowledge.reports.figures import Figure

SCHEMA_VERSION = 1

_LEFT_OUT = {"respondent", "history", "agreed_by", "chosen", "visit", "enquiry"}
"""By which people could be told from each other; and what has its own place in a report."""


def to_json(report: Report) -> bytes:
    marks = report.marks
    content = {
        "schema_version": SCHEMA_VERSION,
        "type": "report",
        "draft": report.draft,
        "made_at": report.made_at.isoformat(),
        "missing": report.missing,
        "visit": report.visit.model_dump(mode="json", exclude={"channel", "version"}),
        "programme": [session.model_dump(mode="json") for session in report.programme],
        "body": [_section(section) for section in report.body],
        "appendices": [_section(section) for section in report.appendices],
        "records": [_record(each, marks[each.record.id]) for each in report.records],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(part) for part in section.parts],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Statement():
            details = [{"name": name, "text": text} for name, text in block.details]
            return {"type": "statement", **_fields(block, "composed"), "details": details}
        case Table():
            return {"type": "table", **asdict(block)}
        case Figure():
            return {"type": "figure", **asdict(block), "alternative_text": block.alternative_text}
        case _:
            return {"type": "paragraph", **asdict(block)}


def _fields(block: Statement, *left_out: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(block).items() if name not in left_out}


def _record(shown: Shown[Record], mark: str) -> dict[str, Any]:
    author = shown.author
    return {
        "mark": mark,
        **shown.record.model_dump(mode="json", exclude=_LEFT_OUT),
        "told_by": {"person": author.person, "organisation": author.organisation, "role": author.role},
    }
