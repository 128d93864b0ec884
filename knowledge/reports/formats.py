"""What a report can be written as: ``FORMATS`` is every way there is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.reports.contents import Report
from knowledge.reports.markdown import to_markdown
from knowledge.reports.pages import to_html
from knowledge.reports.structured import to_json
from knowledge.reports.tables import to_csv
from knowledge.reports.word import to_docx
from knowledge.reports.workbooks import to_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    """Also what the names of its files end in."""
    media_type: str
    write: Callable[[Report], bytes]


FORMATS = (
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
    Format("html", "text/html; charset=utf-8", to_html),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    Format("csv", "text/csv; charset=utf-8", to_csv),
    Format("md", "text/markdown; charset=utf-8", to_markdown),
    Format("json", "application/json", to_json),
)


def file_name(report: Report, format_: Format) -> str:
    """What a file of it is called; it tells no more than the report does."""
    draft = "-draft" if report.draft else ""
    return f"{report.visit.id.replace(':', '-')}-report{draft}.{format_.name}"
