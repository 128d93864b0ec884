"""What a pack can be written as: ``FORMATS`` is every way there is. Pure."""

from knowledge.formats import Format, docx, markdown
from knowledge.packs.contents import Pack
from knowledge.packs.markdown import to_markdown
from knowledge.packs.word import to_docx

FORMATS = (docx(to_docx), markdown(to_markdown))


def file_name(pack: Pack, format_: Format[Pack]) -> str:
    """What a file of it is called; it tells no more than the pack does."""
    return f"{pack.visit.id.replace(':', '-')}-pack.{format_.name}"
