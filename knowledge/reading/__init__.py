"""File to text: what a document says, where its headings and pages start, and what is known about it.

A ``Reader`` reads files in a process of its own. Every file either gives a ``knowledge.model.Reading``
or raises an ``UnreadableError`` whose sentence tells a council officer what to do; nothing is fetched
and no picture is read (OCR). What a reading depends on is the file, ``sidecar(file)`` where there is
one, the options given, and ``VERSION``.
"""

from knowledge.reading.files import content_files
from knowledge.reading.formats import FORMATS
from knowledge.reading.metadata import Given, given, sidecar
from knowledge.reading.reader import SIZE_LIMIT_BYTES, TIME_LIMIT_SECONDS, Reader
from knowledge.reading.refusals import RefusalError

__all__ = [
    "FORMATS",
    "SIZE_LIMIT_BYTES",
    "TIME_LIMIT_SECONDS",
    "VERSION",
    "Given",
    "Reader",
    "RefusalError",
    "content_files",
    "given",
    "sidecar",
]

VERSION = "1"
"""Changes when the same file would be read differently; every file is then read again."""
