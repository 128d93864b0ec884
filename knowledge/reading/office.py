"""The XML inside Word, PowerPoint and OpenDocument files: a ZIP archive of parts.

These three are read here and not by kreuzberg because version 4.10 loses what people wrote: every
``&``, ``<``, ``>`` and tab of a Word file ("R&D" becomes "RD"), the paragraph ends of speaker
notes and text boxes, the spaces of an OpenDocument text. Elements and attributes are known by
their local names, since both dialects of the standard, strict and transitional, are in use.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # on expat, which bounds entities and fetches none

from knowledge.errors import Reason
from knowledge.reading.refusals import RefusalError

_PART_LIMIT_BYTES = 200_000_000
"""What a part may unpack to: a few megabytes of ZIP can hold more than any memory does."""
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    KeyError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
"""What the libraries raise over damaged archives and parts."""


def name(element: ET.Element) -> str:
    """The local name: ``p`` for ``{http://…}p``."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: ET.Element | None, wanted: str) -> str | None:
    """The attribute of this local name; None when there is none, or no element."""
    found = element.items() if element is not None else ()
    return next((value for key, value in found if key.rpartition("}")[2] == wanted), None)


def child(element: ET.Element | None, *path: str) -> ET.Element | None:
    """The first descendant along a path of local names."""
    for wanted in path:
        if element is None:
            return None
        element = next((each for each in element if name(each) == wanted), None)
    return element


def inside(element: ET.Element, wanted: str, skipped: frozenset[str] = frozenset()) -> Iterator[ET.Element]:
    """The outermost descendants of this local name, in order, none of them within a ``skipped`` one."""
    for each in element:
        if name(each) == wanted:
            yield each
        elif name(each) not in skipped:
            yield from inside(each, wanted, skipped)


def archive(content: bytes) -> zipfile.ZipFile:
    """The ZIP archive that ``content`` is; raises RefusalError when it is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise RefusalError(Reason.DAMAGED) from error


class Package:
    """The parts of an office file. Raises RefusalError wherever the file turns out to be broken."""

    def __init__(self, content: bytes) -> None:
        self._archive = archive(content)

    def part(self, path: str) -> ET.Element:
        """The root of the XML part at ``path``."""
        try:
            return ET.fromstring(self._bytes(path))  # noqa: S314  # see the import
        except _BROKEN as error:
            raise RefusalError(Reason.DAMAGED) from error

    def optional(self, path: str) -> ET.Element | None:
        """The root of a part that a file may lack."""
        return self.part(path) if path in self._archive.namelist() else None

    def related(self, path: str, kind: str) -> dict[str, str]:
        """The parts of this kind that the part at ``path`` refers to, by relationship id."""
        folder, file = posixpath.split(path)
        relations = self.optional(posixpath.join(folder, "_rels", f"{file}.rels"))
        return {
            attribute(each, "Id") or "": posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            for each in (relations if relations is not None else ())
            if (attribute(each, "Type") or "").endswith(f"/{kind}")
            and attribute(each, "TargetMode") != "External"
            and (target := attribute(each, "Target"))
        }

    def main_part(self) -> str:
        """Where the document itself is."""
        parts = self.related("", "officeDocument")
        if not parts:
            raise RefusalError(Reason.DAMAGED)
        return next(iter(parts.values()))

    def title(self) -> str | None:
        """The title among the document's properties."""
        core = self.optional("docProps/core.xml")
        title = child(core, "title")
        return None if title is None else title.text

    def _bytes(self, path: str) -> bytes:
        part = self._archive.getinfo(path)
        if part.flag_bits & _ENCRYPTED:
            raise RefusalError(Reason.PASSWORD_PROTECTED)
        if part.file_size > _PART_LIMIT_BYTES:
            raise RefusalError(Reason.OVERSIZED, " when unpacked")
        return self._archive.read(part)
