"""What a document of ours can be written as, and the file that comes of it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A document as a file."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Format(Generic[Content]):
    """A kind of file."""

    name: str
    """Also what the names of its files end in."""
    media_type: str
    write: Callable[[Content], bytes]

    def written(self, content: Content, name: str) -> WrittenFile:
        return WrittenFile(name, self.media_type, self.write(content))


def docx(write: Callable[[Content], bytes]) -> Format[Content]:
    return Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write)


def markdown(write: Callable[[Content], bytes]) -> Format[Content]:
    return Format("md", "text/markdown; charset=utf-8", write)


def format_called(formats: Sequence[Format[Content]], name: str) -> Format[Content]:
    """ValueError lists those there are."""
    found = next((each for each in formats if each.name == name.lower()), None)
    if found is None:
        raise ValueError(f"{name!r} is none of: {', '.join(each.name for each in formats)}")
    return found
