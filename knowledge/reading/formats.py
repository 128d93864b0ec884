"""The formats that are read: one line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.reading.blocks import Extract
from knowledge.reading.html import read_html
from knowledge.reading.mail import read_mail
from knowledge.reading.markdown import read_markdown
from knowledge.reading.native import read_rtf, read_sheets
from knowledge.reading.opendocument import read_opendocument
from knowledge.reading.pdf import read_pdf
from knowledge.reading.plain import read_text
from knowledge.reading.slides import read_slides
from knowledge.reading.sniffing import Kind
from knowledge.reading.word import read_word


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are read."""

    read: Callable[[bytes], Extract]
    """Raises RefusalError when the bytes cannot be read."""
    kinds: frozenset[Kind]
    """What the bytes may turn out to be."""


_MARKDOWN = Format(read_markdown, frozenset({Kind.TEXT}))
_TEXT = Format(read_text, frozenset({Kind.TEXT}))
_HTML = Format(read_html, frozenset({Kind.HTML, Kind.TEXT}))

FORMATS: Mapping[str, Format] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _TEXT,
    ".text": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Format(read_pdf, frozenset({Kind.PDF})),
    ".docx": Format(read_word, frozenset({Kind.WORD})),
    ".pptx": Format(read_slides, frozenset({Kind.SLIDES})),
    ".xlsx": Format(read_sheets, frozenset({Kind.SHEETS})),
    ".odt": Format(read_opendocument, frozenset({Kind.OPEN_DOCUMENT})),
    ".rtf": Format(read_rtf, frozenset({Kind.RTF})),
    ".eml": Format(read_mail, frozenset({Kind.TEXT})),
}
"""By suffix, in lower case."""
