"""What a file really is, whatever its name says. Pure."""

import re
from enum import StrEnum

from knowledge.errors import Reason
from knowledge.reading.cleaning import decode
from knowledge.reading.office import archive
from knowledge.reading.refusals import RefusalError


class Kind(StrEnum):
    """What bytes can turn out to be, in words for the person whose file it is."""

    PDF = "a PDF document"
    WORD = "a Word document"
    SLIDES = "a PowerPoint presentation"
    SHEETS = "an Excel workbook"
    OPEN_DOCUMENT = "an OpenDocument text"
    ZIP = "a ZIP archive"
    OLD_OFFICE = "a document of an older Office format"
    RTF = "a rich text document"
    HTML = "a web page"
    TEXT = "plain text"
    PICTURE = "a picture"
    ARCHIVE = "a compressed archive"


_STARTS = {
    b"{\\rtf": Kind.RTF,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Kind.OLD_OFFICE,
    b"\xff\xd8\xff": Kind.PICTURE,
    b"\x89PNG": Kind.PICTURE,
    b"GIF8": Kind.PICTURE,
    b"II*\x00": Kind.PICTURE,
    b"MM\x00*": Kind.PICTURE,
    b"\x1f\x8b": Kind.ARCHIVE,
    b"7z\xbc\xaf": Kind.ARCHIVE,
    b"Rar!": Kind.ARCHIVE,
}
_MEMBERS = {
    "word/": Kind.WORD,
    "ppt/": Kind.SLIDES,
    "xl/": Kind.SHEETS,
}
_ZIP = b"PK\x03\x04"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN_BYTES = 1024  # Readers of PDF accept that much before the header.
_HTML = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html)", re.IGNORECASE | re.DOTALL
)


def check(content: bytes, expected: frozenset[Kind]) -> None:
    """Raise RefusalError unless ``content`` is of one of the kinds ``expected``."""
    if content.startswith(b"\xd0\xcf\x11\xe0") and _ENCRYPTED_OFFICE in content:
        raise RefusalError(Reason.PASSWORD_PROTECTED)
    found = sniff(content)
    if found in expected or (found is None and Kind.TEXT in expected):
        return
    if found is None or (found is Kind.ZIP and not _names(content)):
        raise RefusalError(Reason.DAMAGED)
    raise RefusalError(Reason.MISLABELLED, found)


def sniff(content: bytes) -> Kind | None:
    """The kind of ``content``; None when it is noise."""
    if b"%PDF-" in content[:_PDF_WITHIN_BYTES]:
        return Kind.PDF
    if content.startswith(_ZIP):
        return _zipped(content)
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    if _HTML.match(content):
        return Kind.HTML
    return Kind.TEXT if _is_text(content) else None


def _zipped(content: bytes) -> Kind:
    names = _names(content)
    for start, kind in _MEMBERS.items():
        if any(name.startswith(start) for name in names):
            return kind
    return Kind.OPEN_DOCUMENT if "content.xml" in names else Kind.ZIP


def _names(content: bytes) -> list[str]:
    """The names of an archive's members; none when it is damaged."""
    try:
        return archive(content).namelist()
    except RefusalError:
        return []


def _is_text(content: bytes) -> bool:
    try:
        decode(content)
    except RefusalError:
        return False
    return True
