"""What a selection can be written as: ``FORMATS`` is every way there is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.selections.contents import Selection
from knowledge.selections.markdown import to_markdown
from knowledge.selections.word import to_docx


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    """Also what the names of its files end in."""
    media_type: str
    write: Callable[[Selection], bytes]


FORMATS = (
    Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
    Format("md", "text/markdown; charset=utf-8", to_markdown),
)


def format_called(name: str) -> Format:
    """ValueError lists those there are."""
    found = next((each for each in FORMATS if each.name == name.lower()), None)
    if found is None:
        raise ValueError(f"{name!r} is none of: {', '.join(each.name for each in FORMATS)}")
    return found


def file_name(selection: Selection, format_: Format) -> str:
    return f"lessons-{selection.made_at:%Y-%m-%d}.{format_.name}"
