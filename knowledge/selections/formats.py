"""What a selection can be written as: ``FORMATS`` is every way there is. Pure."""

from knowledge.formats import Format, docx, markdown
from knowledge.selections.contents import Selection
from knowledge.selections.markdown import to_markdown
from knowledge.selections.word import to_docx

FORMATS = (docx(to_docx), markdown(to_markdown))


def file_name(selection: Selection, format_: Format[Selection]) -> str:
    return f"lessons-{selection.made_at:%Y-%m-%d}.{format_.name}"
