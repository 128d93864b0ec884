"""A report as one HTML page that needs nothing else: pictures are in it, and it prints well.

The template escapes whatever was told; it lies beside this module.
"""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.reports.charts import chart
from knowledge.reports.contents import Report, Statement, Table
from knowledge.reports.figures import WITHHELD, Figure
from knowledge.reports.headings import numbered
from knowledge.reports.phrases import DRAFT, MISSING, NOT_AGREED, RESTS_ON, capital, day, days


def to_html(report: Report) -> bytes:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "statement": lambda block: isinstance(block, Statement),
        "table": lambda block: isinstance(block, Table),
        "figure": lambda block: isinstance(block, Figure),
    }
    environment.filters |= {"capital": capital, "picture": _picture}
    page = environment.get_template("page.html").render(
        report=report,
        sections=numbered(report),
        when=days(report.visit.starts, report.visit.ends),
        made_on=day(report.made_on),
        draft=DRAFT,
        missing=MISSING,
        rests_on=RESTS_ON,
        not_agreed=NOT_AGREED,
        withheld=WITHHELD,
    )
    return page.encode()


def _picture(figure: Figure) -> str:
    """The figure as the address of an image."""
    return f"data:image/png;base64,{b64encode(chart(figure).png).decode()}"
