"""What a report can be written as: ``FORMATS`` is every way there is. Pure."""

from knowledge.formats import Format, docx, markdown
from knowledge.reports.contents import Report
from knowledge.reports.markdown import to_markdown
from knowledge.reports.pages import to_html
from knowledge.reports.structured import to_json
from knowledge.reports.tables import to_csv
from knowledge.reports.word import to_docx
from knowledge.reports.workbooks import to_xlsx

FORMATS = (
    docx(to_docx),
    Format("html", "text/html; charset=utf-8", to_html),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    Format("csv", "text/csv; charset=utf-8", to_csv),
    markdown(to_markdown),
    Format("json", "application/json", to_json),
)


def file_name(report: Report, format_: Format[Report]) -> str:
    """What a file of it is called; it tells no more than the report does."""
    draft = "-draft" if report.draft else ""
    return f"{report.visit.id.replace(':', '-')}-report{draft}.{format_.name}"
