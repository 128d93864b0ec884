"""What a pack can be written as: ``FORMATS`` is every way there is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.packs.contents import Pack
from knowledge.packs.markdown import to_markdown
from knowledge.packs.word import to_docx


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    """Also what the names of its files end in."""
    media_type: str
    write: Callable[[Pack], bytes]


FORMATS = (
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
    Format("md", "text/markdown; charset=utf-8", to_markdown),
)


def file_name(pack: Pack, format_: Format) -> str:
    """What a file of it is called; it tells no more than the pack does."""
    return f"{pack.visit.id.replace(':', '-')}-pack.{format_.name}"
