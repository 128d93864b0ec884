"""What a report can be written as: ``FORMATS`` is every way there is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.reports.contents import Report
from knowledge.reports.markdown import to_markdown
from knowledge.reports.structured import to_json


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    """Also what the names of its files end in."""
    media_type: str
    write: Callable[[Report], bytes]


FORMATS = (
    Format("md", "text/markdown; charset=utf-8", to_markdown),
    Format("json", "application/json", to_json),
)


def file_name(report: Report, format_: Format) -> str:
    """What a file of it is called; it tells no more than the report does."""
    draft = "-draft" if report.draft else ""
    return f"{report.visit.id.replace(':', '-')}-report{draft}.{format_.name}"
